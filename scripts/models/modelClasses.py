"""Step 2: names and shapes of the tensors that carry positions and of the first attention module of every model class.

Models are built on the meta device, once as they are and then with one number or switch of the config changed at a
time, so that fitFormulas.py can say which attributes a dimension follows.
Run with transformers 5.23.0 and torch: python modelClasses.py WORK SHARD SHARDS [TYPE ...]. Writes WORK/out/TYPE.json.
SPECS in the environment may name a folder of cases whose expected.json names the model class to build.
"""
import json,sys,os,re,warnings,signal,inspect,copy,collections,time,importlib
os.environ["TRANSFORMERS_VERBOSITY"]="error"
warnings.filterwarnings("ignore")
import torch
torch.set_num_threads(1)
import transformers
from transformers import PreTrainedConfig
from transformers.models.auto import modeling_auto as MA
from transformers.models.auto.configuration_auto import CONFIG_MAPPING
import logging; logging.disable(logging.CRITICAL)
import glob
WORK=sys.argv[1]
golden={}
def walk(e):
    if 'model_class' in e: golden.setdefault(e['model_type'],e['model_class'])
    for v in (e.get('sub_configs') or {}).values(): 
        pass
for f in glob.glob(os.path.join(os.environ.get('SPECS',''),'*/expected.json')): walk(json.load(open(f)))
ORDER=['MODEL_FOR_CAUSAL_LM_MAPPING_NAMES','MODEL_FOR_SEQ_TO_SEQ_CAUSAL_LM_MAPPING_NAMES','MODEL_FOR_MASKED_LM_MAPPING_NAMES','MODEL_FOR_IMAGE_TEXT_TO_TEXT_MAPPING_NAMES','MODEL_FOR_PRETRAINING_MAPPING_NAMES','MODEL_MAPPING_NAMES']
def class_of(mt):
    if mt in golden: return golden[mt]
    for o in ORDER:
        m=getattr(MA,o,{})
        if mt in m:
            v=m[mt]; return v if isinstance(v,str) else v[0]
class TO(Exception): pass
def alarm(*a): raise TO()
signal.signal(signal.SIGALRM,alarm)
POS=re.compile(r'(inv_freq|pos_emb|position|embed_pos|wpe\b|pos_bias|r_[rws]_bias|relative|rel_pos|pos_conv|linear_pos|pe_k|\.pe$|freqs_c|decoder_pos|positional|pos_proj|pos_key|pos_query|rel_embeddings|distance_embedding|h_relative|embed_pos)')
ATT=re.compile(r'(Attention|Attn)(?!.*Layer)')
def tensors(model):
    sd=set(model.state_dict().keys())
    out=[]
    for n,p in model.named_parameters(): out.append((n,list(p.shape),'parameter',n in sd))
    for n,b in model.named_buffers():
        if b is not None: out.append((n,list(b.shape),'buffer',n in sd))
    return out
def atts(model):
    """Innermost modules named attention that own q/k/v-like tensors."""
    res=[]
    for n,m in model.named_modules():
        if not ATT.search(type(m).__name__): continue
        if any(ATT.search(type(c).__name__) and any(True for _ in c.parameters()) and c is not m for _,c in m.named_modules()): continue
        if sum(1 for k,_ in m.named_parameters())<2: continue
        res.append((n,m))
    return res
def group(ts):
    g=collections.OrderedDict()
    for n,s,k,st in ts:
        p=re.sub(r'(?<=\.)\d+(?=\.|$)','*',n)
        g.setdefault((p,tuple(s),k,st),[]).append(n)
    out=[]
    for (p,s,k,st),names in g.items():
        out.append({'p':p if len(names)>1 else names[0],'s':list(s),'k':k,'st':st,'n':len(names)})
    return out
HD=('qk_head_dim','head_dim','attention_head_size','head_size','d_head','key_value_proj_dim','kv_channels')
def describe(model):
    ts=tensors(model)
    r={'pos':group([t for t in ts if POS.search(t[0])])}
    a=atts(model)
    stacks=collections.OrderedDict()
    for n,m in a:
        st=re.split(r'\.\d+\.',n+'.',maxsplit=1)[0]
        stacks.setdefault(st,[]).append((n,m))
    r['att']=[]
    for st,l in stacks.items():
        n,m=l[0]
        sdk=m.state_dict()
        hd=[next((getattr(x,h) for h in HD if isinstance(getattr(x,h,None),int)),None) for _,x in l]
        win=[getattr(x,'sliding_window',None) for _,x in l]
        r['att'].append({'stack':st,'first':n,'names':[y for y,_ in l][:200],'t':[[k,list(v.shape)] for k,v in sdk.items()],'hd':hd,'win':win if any(w is not None for w in win) else None,'cls':type(m).__name__})
    return r
SKIP=re.compile(r'(token_id|token_index|dropout|_prob$|initializer|loss|cost|label|drop_path|coef|mask_time|mask_feature|vocab_size|output_router|cache|return_dict|intermediate|ffn|experts|topk|n_group|num_return|chunk_size_feed|torch|beam|temperature|length_penalty|num_mel)')
def ints(c,prefix=''):
    d=collections.OrderedDict()
    for k,v in c.__dict__.items():
        if k.startswith('_'): continue
        if isinstance(v,PreTrainedConfig): d.update(ints(v,prefix+k+'.')); continue
        if isinstance(v,bool): continue
        if isinstance(v,int): d[prefix+k]=v
        elif k in('layer_types','layers_block_type') and isinstance(v,(list,tuple)):
            for t,n in collections.Counter(v).items(): d[prefix+'#'+str(t)]=n
        elif isinstance(v,(list,tuple)) and v and len(v)<=8 and all(isinstance(x,int) and not isinstance(x,bool) for x in v):
            for i,x in enumerate(v): d[prefix+k+f'[{i}]']=x
        elif isinstance(v,dict) and k in('attn_config',):
            for kk,x in v.items():
                if isinstance(x,int) and not isinstance(x,bool): d[prefix+k+'.'+kk]=x
    for k in ('head_dim','num_key_value_heads','hidden_size','num_attention_heads','num_hidden_layers','max_position_embeddings'):
        if prefix+k not in d:
            try:
                v=getattr(c,k,None)
                if isinstance(v,int): d[prefix+k]=v
            except Exception: pass
    return d
def build(ccls,mcls,over,limit=25):
    signal.alarm(limit)
    try:
        flat={}; nested={}
        for k,v in over.items():
            if '.' in k: a,b=k.split('.',1); nested.setdefault(a,{})[b]=v
            else: flat[k]=v
        if nested:
            base=ccls()
            for a,kw in nested.items():
                sub=getattr(base,a)
                flat[a]={**sub.to_dict(),**kw} if False else type(sub)(**kw)
        c=ccls(**flat)
        with torch.device('meta'): m=mcls(c)
        return c,m
    finally: signal.alarm(0)
def model_class(ccls,mname):
    mod=importlib.import_module(ccls.__module__.replace('configuration_','modeling_'))
    if hasattr(mod,mname): return getattr(mod,mname)
    return getattr(transformers,mname)
INTEREST=re.compile(r'(hidden_size|embed|d_model|dim|heads|n_head|_kv|d_kv|position|length|window|layers|depth|size|rank|bucket|pad_token_id|n_embd|n_ctx|rotary|groups|queries|kernel|n_layer|max_|relative|patch|image|stride|ratio|tile|rate|channels|blocks|chunk)')
BOOL=re.compile(r'(bias|qk|norm|alibi|rope|rotary|position|relative|sink|conv|absolute|decoder|multi_query|parallel|architecture|pos|global|share|adapter|mem|attention)')
def run(mt,ccls,mname,key):
    t0=time.time(); r={'type':mt,'config':ccls.__name__,'model':mname}
    mcls=model_class(ccls,mname)
    r['prefix']=getattr(mcls,'base_model_prefix','')
    c,m=build(ccls,mcls,{},60)
    r['base']={'attrs':ints(c),'d':describe(m)}
    # where the parts sit
    subs={k:v for k,v in c.__dict__.items() if isinstance(v,PreTrainedConfig)}
    r['parts']={}
    for k,v in subs.items():
        for n,x in m.named_modules():
            if n and getattr(x,'config',None) is v: r['parts'][k]=[n,type(x).__name__]; break
    # does the top module hold a base model with a prefix
    r['has_prefix']=hasattr(m,mcls.base_model_prefix) if mcls.base_model_prefix else False
    r['base_class']=type(getattr(m,mcls.base_model_prefix)).__name__ if r['has_prefix'] else None
    tb=time.time()-t0; r['seconds']=tb
    del m
    lay={}
    for k,v in r['base']['attrs'].items():
        if re.search(r'(num_hidden_layers|n_layers?|num_layers|encoder_layers|decoder_layers|num_decoder_layers|depth)$',k) and isinstance(v,int) and v>8: lay[k]=8
    if tb<2: lay={}
    samples=[]
    budget=time.time()+float(os.environ.get('BUDGET','25'))
    cands=[(k,v) for k,v in r['base']['attrs'].items() if INTEREST.search(k) and not SKIP.search(k) and '#' not in k and '[' not in k and 0<v<10**8]
    for opt in ('head_dim','num_key_value_heads'):
        if opt in getattr(ccls,'__dataclass_fields__',{}) and opt not in dict(cands): cands.append((opt,None))
    pri=re.compile(r'(hidden_size|d_model|n_embd|heads?$|head_dim|kv|position|layers$|n_layer|embedding_size|rank)')
    cands.sort(key=lambda kv:0 if pri.search(kv[0]) else 1)
    for k,v in cands:
        if time.time()>budget: r['cut']=True; break
        tries=[v*2 if v else 32, (v or 30)+1, max(1,(v or 4)//2)]
        if 'head' in k and v and v%2==0: tries=[v//2,v*2,v+1]
        for nv in tries:
            o={**{a:b for a,b in lay.items() if a!=k},k:nv}
            try:
                cc,mm=build(ccls,mcls,o,6)
                samples.append({'o':o,'attrs':ints(cc),'d':describe(mm)}); break
            except TO: break
            except Exception as e: continue
    r['samples']=samples
    toggles=[]
    bools=[(k,not v) for k,v in c.__dict__.items() if isinstance(v,bool) and BOOL.search(k)]
    for k,v in list(subs.items()):
        bools+= [(k+'.'+kk,not vv) for kk,vv in v.__dict__.items() if isinstance(vv,bool) and BOOL.search(kk)]
    for k in ('position_embedding_type','position_embeddings_type','hidden_act'):
        if k in c.__dict__ and k!='hidden_act':
            for s in ('absolute','rotary','relative','relative_key','relative_key_query','rope','nope','alibi'):
                if c.__dict__[k]!=s: bools.append((k,s))
    if getattr(c,'q_lora_rank',None): bools.append(('q_lora_rank',None))
    for k,v in bools:
        if time.time()>budget+3: r['cut']=True; break
        try:
            cc,mm=build(ccls,mcls,{**lay,k:v},6)
            toggles.append({'o':[k,v],'lay':lay,'attrs':ints(cc),'d':describe(mm)})
        except BaseException as e:
            if isinstance(e,KeyboardInterrupt): raise
            toggles.append({'o':[k,v],'error':repr(e)[:120]})
    r['toggles']=toggles
    r['default_bools']={k:v for k,v in c.__dict__.items() if isinstance(v,bool)}
    r['total']=time.time()-t0
    json.dump(r,open(os.path.join(WORK,'out',f'{key}.json'),'w'))
    return r
if __name__=='__main__':
    shard,of=int(sys.argv[2]),int(sys.argv[3])
    want=sys.argv[4:]
    os.makedirs(os.path.join(WORK,'out'),exist_ok=True)
    jobs=[]
    seen=set()
    for mt in list(golden)+[x for x in CONFIG_MAPPING.keys()]:
        if mt in seen: continue
        seen.add(mt)
        n=class_of(mt)
        if n: jobs.append((mt,n))
    if want: jobs=[j for j in jobs if j[0] in want]
    for i,(mt,n) in enumerate(jobs):
        if i%of!=shard: continue
        key=mt.replace('/','_')
        if os.path.exists(os.path.join(WORK,'out',f'{key}.json')): continue
        try:
            r=run(mt,CONFIG_MAPPING[mt],n,key)
            print(i,mt,n,round(r['seconds'],1),round(r['total'],1),len(r['samples']),len(r['toggles']),flush=True)
        except BaseException as e:
            if isinstance(e,KeyboardInterrupt): raise
            print(i,mt,n,'FAIL',repr(e)[:150],flush=True)
