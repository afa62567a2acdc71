"""Step 4: src/core/models/classes/classTable.ts out of the facts that steps 1 to 3 gathered.

Run: python writeClassTable.py WORK TRANSFORMERS POSITION_SCHEMES, the second being the folder of the installed
package and the third the fact base with the scheme of each model type. The rules by which a class derives its
attributes are read from the syntax tree of its __post_init__ and of its properties; what no rule can be read for
stands in overrides.json beside this file.
"""
import json,re,glob,ast,collections,sys,os
WORK,PACKAGE,SCHEMES=sys.argv[1:4]
HERE=os.path.dirname(os.path.abspath(__file__))
TF=os.path.join(PACKAGE,'models')
D=json.load(open(WORK+'/dump.json')); C=D['classes']
P={}
for e in json.load(open(SCHEMES))['model_types']: P.setdefault(e['model_type'],e)
FIT=json.load(open(WORK+'/fit.json')) if os.path.exists(WORK+'/fit.json') else {}
RAW={}
for f in glob.glob(WORK+'/out/*.json'):
    try: r=json.load(open(f)); RAW[r['type']]={k:v for k,v in r.items() if k not in('samples','toggles')}
    except Exception: pass
# ---- formulas out of the classes' own initialisation
class No(Exception): pass
def conv(n,loc):
    t=type(n)
    if t is ast.Constant:
        v=n.value
        if v is None: return 'null'
        if v is True: return 'true'
        if v is False: return 'false'
        if isinstance(v,str): return f"'{v}'"
        return repr(v)
    if t is ast.Attribute and isinstance(n.value,ast.Name) and n.value.id=='self': return n.attr.lstrip('_')
    if t is ast.Attribute: return conv(n.value,loc)+'.'+n.attr
    if t is ast.Name:
        if n.id in loc: return loc[n.id]
        raise No(n.id)
    if t is ast.BinOp:
        op={ast.Add:'+',ast.Sub:'-',ast.Mult:'*',ast.Div:'/',ast.FloorDiv:'//',ast.Mod:'%'}.get(type(n.op))
        if not op: raise No('op')
        return f'({conv(n.left,loc)}{op}{conv(n.right,loc)})'
    if t is ast.Compare and len(n.ops)==1:
        o=n.ops[0]; r=n.comparators[0]
        op={ast.Eq:'==',ast.NotEq:'!=',ast.Lt:'<',ast.LtE:'<=',ast.Gt:'>',ast.GtE:'>=',ast.Is:'==',ast.IsNot:'!='}.get(type(o))
        if not op: raise No('cmp')
        l=conv(n.left,loc); rr=conv(r,loc)
        if rr=='null': l=f'({l}??null)'
        return f'({l}{op}{rr})'
    if t is ast.BoolOp:
        return '('+(' && ' if isinstance(n.op,ast.And) else ' || ').join(conv(v,loc) for v in n.values)+')'
    if t is ast.UnaryOp and isinstance(n.op,ast.USub): return '-'+conv(n.operand,loc)
    if t is ast.UnaryOp and isinstance(n.op,ast.Not): return '!'+conv(n.operand,loc)
    if t is ast.IfExp: return f'({conv(n.test,loc)} ? {conv(n.body,loc)} : {conv(n.orelse,loc)})'
    if t is ast.Call:
        fn=n.func
        if isinstance(fn,ast.Name) and fn.id in('bool','int') and len(n.args)==1: return conv(n.args[0],loc)
        if isinstance(fn,ast.Attribute) and fn.attr in('pop','get') and len(n.args)==2: return f'({n.args[0].value} ?? {conv(n.args[1],loc)})'
        if isinstance(fn,ast.Name) and fn.id=='len' and isinstance(n.args[0],ast.Attribute): return conv(n.args[0],loc)+'.length'
    if t is ast.Subscript and isinstance(n.slice,ast.Name) and n.slice.id in loc and loc[n.slice.id]=='i': return conv(n.value,loc)+'[i]'
    raise No(t.__name__)
def element(n,loc):
    if isinstance(n,ast.ListComp) and len(n.generators)==1:
        g=n.generators[0]
        if isinstance(g.iter,ast.Call) and getattr(g.iter.func,'id','')=='range' and len(g.iter.args)==1 and 'num_hidden_layers' in ast.unparse(g.iter) and not g.ifs:
            return conv(n.elt,{**loc,g.target.id:'i'})
        if isinstance(g.iter,ast.Attribute) and not g.ifs: 
            return conv(n.elt,{**loc,g.target.id:conv(g.iter,loc)+'[i]'})
    if isinstance(n,ast.BinOp) and isinstance(n.op,ast.Mult) and isinstance(n.left,ast.List) and len(n.left.elts)==1: return conv(n.left.elts[0],loc)
    raise No('list')
LISTS={'layer_types','layers_block_type','no_rope_layers','mlp_layer_types'}
def rules(module,cls):
    path=os.path.join(TF,module,f'configuration_{module}.py')
    if not os.path.exists(path): return {},{},{}
    t=ast.parse(open(path).read()); fill={};always={};lists={}
    for c in t.body:
        if isinstance(c,ast.ClassDef) and c.name==cls:
            for fn in c.body:
                if isinstance(fn,ast.FunctionDef) and any('property' in ast.unparse(d) for d in fn.decorator_list):
                    ret=[x for x in fn.body if isinstance(x,ast.Return)]
                    if len(ret)==1:
                        try:
                            if fn.name in LISTS: lists[fn.name]=element(ret[0].value,{})
                            elif fn.name in ('num_hidden_layers','head_dim','sliding_window','max_position_embeddings','hidden_size','num_attention_heads'): always[fn.name]=conv(ret[0].value,{})
                        except No: pass
                if isinstance(fn,ast.FunctionDef) and fn.name=='__post_init__':
                    loc={}
                    def stmt(s,cond):
                        if isinstance(s,ast.If):
                            m=re.fullmatch(r'self\.(\w+) is None',ast.unparse(s.test))
                            for x in s.body: stmt(x,m.group(1) if m else '?')
                            for x in s.orelse: stmt(x,'?')
                        elif isinstance(s,ast.Assign) and len(s.targets)==1:
                            g=s.targets[0]
                            if isinstance(g,ast.Name) and cond is None:
                                try: loc[g.id]=conv(s.value,loc)
                                except No: pass
                            elif isinstance(g,ast.Name):
                                try: loc.setdefault(g.id,conv(s.value,loc))
                                except No: pass
                            elif isinstance(g,ast.Attribute):
                                k=g.attr
                                if cond=='?' and k not in LISTS: return
                                try:
                                    if k in LISTS:
                                        lists.setdefault(k,element(s.value,loc))
                                    elif cond==k: fill[k]=conv(s.value,loc)
                                    elif cond is None:
                                        e=conv(s.value,loc)
                                        m=re.fullmatch(rf'\(\({k}\?\?null\)!=null\) \? {k} : (.*)|\(\(\({k}\?\?null\)!=null\) \? {k} : (.*)\)',e)
                                        m2=re.fullmatch(rf'\(\(\({k}\?\?null\)==null\) \? (.*) : {k}\)',e)
                                        m3=re.fullmatch(rf'\({k} \|\| (.*)\)',e)
                                        if m: fill[k]=m.group(1) or m.group(2)
                                        elif m2: fill[k]=m2.group(1)
                                        elif m3: fill[k]=m3.group(1)
                                        else: always[k]=re.sub(rf'(?<![\w.]){k}(?![\w.])','$',e)
                                except No: pass
                    for s in fn.body: stmt(s,None)
    return fill,always,lists
# ---- whether the plain rotation obeys partial_rotary_factor
PLAIN={}
for f in glob.glob(TF+'/*/modeling_*.py'):
    s=open(f).read()
    for m in re.finditer(r'class (\w+)RotaryEmbedding\(nn\.Module\):(.*?)(?=\nclass |\ndef |\Z)',s,re.S):
        k=re.search(r'def compute_default_rope_parameters\((.*?)\n    (?:@|def )',m.group(2)+'\n    def ',re.S)
        if k: PLAIN[m.group(1)]=('partial_rotary_factor", ' in k.group(1))
CONV={'neox':['GPTNeoXConfig','GPTNeoXJapaneseConfig'],'local':['Gemma3TextConfig','Gemma3nTextConfig','T5Gemma2TextConfig','T5Gemma2DecoderConfig'],'global':['ModernBertConfig','ModernBertDecoderConfig'],'olmo3':['Olmo3Config'],'phi3':['Phi3Config','Phi4MultimodalConfig'],'mrope':['Qwen2_5_VLTextConfig','Qwen2VLTextConfig'],
 'none':['BeamConfig','CohereCompassTextConfig','DiffusionGemmaTextConfig','EmbeddingGemma2TextConfig','Gemma4TextConfig','Gemma4UnifiedTextConfig','LagunaConfig','MellumConfig','MiMoV2FlashConfig','ZayaConfig'],'xdrope':['HunYuanVLTextConfig']}
AXIAL=set()
for f in glob.glob(TF+'/*/configuration_*.py'):
    t=ast.parse(open(f).read())
    for c in t.body:
        if isinstance(c,ast.ClassDef) and re.search(r"default_rope_type(: str)? = 'axial'",ast.unparse(c)): AXIAL.add(c.name)
CONV={c:k for k,v in CONV.items() for c in v}
# ---- windows of attention modules
WIN={}
for f in glob.glob(TF+'/*/modeling_*.py'):
    s=open(f).read()
    for m in re.finditer(r'\nclass (\w*(?:Attention|Attn)\w*)\(.*?\):(.*?)(?=\nclass |\n@|\Z)',s,re.S):
        k=re.search(r'self\.sliding_window = (.*?)\n(?!\s+(?:if|else))',m.group(2),re.S)
        if k:
            e=re.sub(r'\s+',' ',k.group(1))
            WIN.setdefault(f.split('/')[-2],'all' if e in('config.sliding_window','getattr(config, "sliding_window", None)') else 'plus' if '+ 1' in e else 'type')
ATTRS='''hidden_size num_hidden_layers num_attention_heads num_key_value_heads head_dim vocab_size tie_word_embeddings intermediate_size encoder_layers decoder_layers encoder_attention_heads decoder_attention_heads num_decoder_layers d_kv
max_position_embeddings n_positions n_ctx max_seq_len original_max_position_embeddings max_source_positions max_target_positions seq_length max_text_positions model_max_length context_length
sliding_window use_sliding_window max_window_layers sliding_window_pattern attention_chunk_size attention_window attn_layers attention_types local_attention global_attn_every_n_layers max_2d_position_embeddings window_size hybrid_override_pattern partial_rotary_factor
scale_embedding query_pre_attn_scalar alibi attn_type qk_rope_head_dim qk_nope_head_dim relative_attention_num_buckets relative_attention_max_distance attn_config position_embedding_type final_logit_softcapping attn_logit_softcapping use_absolute_position_embeddings rotary_dim axial_pos_embds axial_pos_shape axial_pos_embds_dim position_embeddings_type clamp_len use_relative_position_bias use_shared_relative_position_bias relative_attention max_relative_positions position_biased_input rotary_value mem_len global_head_dim num_kv_heads multi_query new_decoder_architecture bias axial_pos_shape max_2d_position_embeddings position_embedding_type force_rope
rms_norm_eps layer_norm_eps layer_norm_epsilon norm_eps hidden_act activation_function hidden_activation pad_token_id position_buckets pos_att_type rope_interleave v_head_dim kv_lora_rank'''.split()
SETT=ATTRS
def idents(s): return set(re.findall(r"(?<![\w'.#])[A-Za-z_][\w.]*(?:\[\d+\])?",re.sub(r"'[^']*'",'',s)))-{'i','null','true','false'}
OVER=json.load(open(HERE+'/overrides.json')) if os.path.exists(HERE+'/overrides.json') else {}
records=collections.OrderedDict()
bytype={}
for key,r in C.items():
    mt=r['model_type']
    name=mt or r['class']
    cur=bytype.get(name)
    if cur and D['mapping'].get(mt)!=r['class']: continue
    bytype[name]=r
classtype={r['class']:n for n,r in bytype.items()}
PART_RENAME={}
def build(name,r):
    mod=r['module'].split('.')[-2]
    fill,always,lists=rules(mod,r['class'])
    fields=r.get('fields') or {}; attrs=r.get('attrs') or {}
    rec={'c':r['class']}
    amap={a:b for a,b in r['attribute_map'].items()}
    ov=OVER.get(name,{})
    fill.update(ov.get('f',{})); always.update(ov.get('o',{})); lists.update(ov.get('L',{}))
    want=set(ATTRS)|{amap[a] for a in ATTRS if a in amap}
    if r['class'] in('MptAttentionConfig','DbrxAttentionConfig'): want|={k for k in fields if k not in('transformers_version','architectures','output_hidden_states','return_dict','dtype','chunk_size_feed_forward','is_encoder_decoder','id2label','label2id','problem_type','initializer_range','attn_pdrop')}
    fit=FIT.get(name)
    forms=[]
    if fit:
        for p in fit['pos']: forms+=p['s']+[p['n']]
        for a in fit['att']:
            forms+=[x for t in a['t'] for x in t[1]]+([a['hd']] if a['hd'] else [])
        for t in fit['tog']: want.add(t['o'][0])
    for d in (fill,always,lists): forms+=list(d.values())
    for s in forms:
        for x in idents(s):
            x=x.split('.')[0]; x=re.sub(r'\[\d+\]','',x); want.add(amap.get(x,x))
    dflt={}
    for k in sorted(want):
        if k in lists or k in('layer_types',): 
            if k not in lists and isinstance(attrs.get(k),(list,tuple)) and len(attrs[k])<=128 and all(isinstance(x,(str,int)) for x in attrs[k]): dflt[k]=compress(attrs[k])
            continue
        inattr=k in attrs
        if not inattr and k not in fields: continue
        a=attrs.get(k); f=fields.get(k,a)
        if isinstance(a,dict) and '__config__' in a: continue
        if k in fill: v=f
        elif k in always: v=f
        else: v=a
        if isinstance(v,dict): continue
        if isinstance(v,str) and len(v)>40: continue
        if isinstance(v,(list,tuple)) and (len(v)>16): continue
        if v is None and k not in fields and k not in ('num_key_value_heads','sliding_window'): continue
        dflt[k]=v
    # lists that are not described by a rule
    for k in ('layers_block_type','mlp_layer_types','layer_types','attention_layers','no_rope_layers'):
        v=attrs.get(k)
        if k not in lists and isinstance(v,(list,tuple)) and v and all(isinstance(x,(str,int)) for x in v): dflt[k]=compress(v)
    for k,v in ov.get('d',{}).items(): dflt[k]=v
    if 'vocab_size' not in dflt:
        for k in ('intermediate_size','hidden_act','layer_norm_eps','layer_norm_epsilon','norm_eps','rms_norm_eps','activation_function','hidden_activation'):
            if not any(k in idents(f) for f in forms): dflt.pop(k,None)
    rec['d']=dflt
    m={a:b for a,b in amap.items() if b!=a and (a in want or b in dflt)}
    if m: rec['m']=m
    keep=set(want)|{'qk_head_dim'}|set(ov.get('o',{}))|set(ov.get('f',{}))
    if fill: rec['f']={k:v for k,v in fill.items() if k in keep}
    if always: rec['o']={k:v for k,v in always.items() if k in keep}
    if lists: rec['L']=lists
    parts={}
    for k,cn in r['sub'].items():
        a=attrs.get(k)
        mt=a.get('model_type') if isinstance(a,dict) else None
        t=mt or (classtype.get(cn) if cn!='AutoConfig' else None) or ''
        parts[k]=[t,1 if cn=='AutoConfig' else 0]
    if parts: rec['p']=parts
    # rotation
    rp=attrs.get('rope_parameters')
    if rp or 'rope_parameters' in fields:
        ro={}
        th=r.get('default_theta')
        if th is not None and th!=10000.0: ro['t']=th
        cv=CONV.get(r['class'])
        if cv: ro['v']=cv
        base=r['class'].replace('Config','')
        if r['class'] in AXIAL: ro['x']='axial'
        pl=PLAIN.get(base)
        if pl is None:
            for k,v in PLAIN.items():
                if base.startswith(k) or k.startswith(base): pl=v; break
        if pl: ro['p']=1
        if isinstance(rp,dict):
            nested=rp and all(isinstance(v,(dict,type(None))) for v in rp.values())
            if nested: ro['n']=rp
            else:
                if set(rp)-{'rope_theta','rope_type','partial_rotary_factor'}: ro['n']=rp
                elif 'partial_rotary_factor' in rp: ro['d']=rp['partial_rotary_factor']
        rec['r']=ro
    w=WIN.get(mod)
    if w: rec['w']=w
    pe=P.get(name)
    if pe:
        rec['s']=pe['scheme']
        pr=(pe.get('rope') or {}).get('pairing')
        if pr and pr.startswith('interleaved'): rec['i']=1 if 'rope_interleave' not in pr else 2
    if fit: tensors(rec,name,fit)
    po=str((pe or {}).get('position_offset','')) if pe else ''
    if rec.get('s') in('learned_absolute','learned_absolute_offset','deberta_disentangled') and 'vocab_size' in dflt or name in('clip_text_model',):
        z='pad_token_id+1' if po.startswith('pad') else '2' if po=='2' else '0'
        if name not in('whisper','mobilebert','speecht5','siglip_text_model','blip_text_model','fsmt','kosmos_2_text_model'): rec['z']=z
    for k,v in ov.items():
        if k not in('f','o','L','d'): rec[k]=v
    return rec
def compress(v):
    v=list(v)
    if len(set(map(str,v)))==1 and len(v)>2: return {'*':v[0],'n':len(v)}
    for p in range(2,9):
        if len(v)>2*p and all(v[i]==v[i%p] for i in range(len(v))): return {'*':v[:p],'n':len(v)}
    return v
def tensors(rec,name,fit):
    raw=RAW[name]
    bp=raw['prefix']+'.' if raw.get('has_prefix') else ''
    if bp and not raw['model'].endswith('Model'): rec['b']=bp
    partpaths={k:v[0]+'.' for k,v in raw.get('parts',{}).items()}
    if partpaths: rec['q']={k:v[0] for k,v in raw['parts'].items()}
    pos=[]
    for p in fit['pos']:
        if re.search(r'relative_k_proj|relative_coords_table',p['p']): continue
        if name=='llama4': p['s']=['vision_config.hidden_size' if x=='768' else 'vision_config.hidden_size//vision_config.num_attention_heads//2' if x=='24' else '(vision_config.image_size//vision_config.patch_size)*(vision_config.image_size//vision_config.patch_size)+1' if x=='1025' else x for x in p['s']]
        e=[p['p'],','.join(p['s']),('b' if p['k']=='buffer' else 'p')+('' if p['st'] else '-')]
        if p['n']!='1': e.append(p['n'])
        pos.append(e)
    own=[]; bypart={}
    base=dict((tuple(x[:1]),x) for x in [])
    att=[]
    for a in fit['att']:
        if not re.search(r'\.\d+(\.|$)',a['first']): continue
        if 'inner' in a['first'] and False: continue
        togs=[]
        ts=[]
        conds={}
        for t in fit['tog']:
            ch=t['att'].get(a['stack'])
            if not ch: continue
            k,v=t['o']; c=(k if v is True else '!'+k if v is False else f"{k}=='{v}'" if v is not None else f"{k}==null")
            nc=('!'+k if v is True else k if v is False else f"{k}!='{v}'" if v is not None else f"{k}!=null")
            for n in ch['-']: conds.setdefault(n,[]).append(nc)
            for n,s in ch['+']: togs.append((n,s,c))
        first=a['first']
        idx=re.search(r'\.(\d+)\.',first+'.')
        tmpl=first
        if idx and idx.group(1)!='0': tmpl=first[:idx.start(1)]+'{a}'+first[idx.end(1):]
        byname={}
        for n,dims in a['t']:
            byname[n]=dims
            ts.append([n,','.join(dims)]+([' && '.join(conds[n])] if n in conds else []))
        seen=set(byname)
        for n,s,c in togs:
            if n in seen: continue
            seen.add(n)
            w=byname.get(n.replace('.bias','.weight'))
            if n.endswith('.bias') and w: dims=[w[0]] if len(s)==1 else w
            else:
                dims=[]
                for d in s:
                    f=None
                    vals={x:raw['base']['attrs'].get(x) for x in ('head_dim','hidden_size','num_attention_heads')}
                    for x,v in vals.items():
                        if v==d: f=x; break
                    if f is None:
                        hd=raw['base']['attrs']
                        if hd.get('hidden_size') and hd.get('num_attention_heads') and hd['hidden_size']//hd['num_attention_heads']==d: f='hidden_size//num_attention_heads'
                    dims.append(f or str(d))
            ts.append([n,','.join(dims),c])
        att.append([tmpl,ts,a['hd'] or ''])
    # of a part, and of models whose second stack only serves the training, the first stack counts
    seen=set(); keepatt=[]
    for row in att:
        owner=next((k for k,v in sorted(partpaths.items(),key=lambda kv:-len(kv[1])) if row[0].startswith(v)),None)
        if owner and owner in seen: continue
        seen.add(owner); keepatt.append(row)
    if name in('vit_mae','speecht5'): keepatt=keepatt[:1]
    rec['A']=keepatt; rec['T']=pos
for n,r in bytype.items():
    records[n]=build(n,r)
lines=[json.dumps({'t':n,**rec},separators=(',',':'),ensure_ascii=True) for n,rec in records.items()]
txt='\n'.join(lines)
print(len(records),len(txt), sum(1 for r in records.values() if 'A' in r))
tot=collections.Counter()
for rec in records.values():
    for k,v in rec.items(): tot[k]+=len(json.dumps(v,separators=(',',':')))
print(tot.most_common())
# ---- a dictionary of frequent words keeps the text small
lines=[(n,json.dumps({'t':n,**rec},separators=(',',':'),ensure_ascii=True)) for n,rec in records.items()]
full='\n'.join(l for _,l in lines)
cand=collections.Counter()
for m in re.finditer(r'"[a-zA-Z_0-9]{4,}":?|num_attention_heads\*\(hidden_size//num_attention_heads\)|num_key_value_heads\*\(hidden_size//num_attention_heads\)|\(hidden_size//num_attention_heads\)|(?:text_config|vision_config|audio_config)\.|[a-z_]{5,}|"[\w.]{5,}"|:(?:null|true|false),"',full): cand[m.group(0)]+=1
for m in re.finditer(r'\["[\w.*]+","[^"]*"(?:,"[^"]*")?\],?',full): cand[m.group(0)]+=1
for m in re.finditer(r'\[\["(?:q|k|query|qkv)[^\[\]]*\](?:,\[[^\[\]]*\])*\],"[^"]*"\]',full): cand[m.group(0)]+=1
for ph in ['"p-"]','"b-"]','.rotary_emb.','.weight","','.bias","','"s":"learned_absolute"','"s":"composite"','"s":"rope"','"num_hidden_layers":12,','"num_attention_heads":12,',"'sliding_attention'","'full_attention'",'"hidden_act":"gelu"','"hidden_act":"silu"','"intermediate_size":3072','"hidden_size":768']: cand[ph]=full.count(ph)
words=[w for w,c in sorted(cand.items(),key=lambda x:-(len(x[0])-3)*x[1]) if c>=3 and (len(w)-3)*c-len(w)-1>8 and ' ' not in w][:1290]
words.sort(key=len,reverse=True)
def b36(i):
    d='0123456789abcdefghijklmnopqrstuvwxyz'; return d[i//36]+d[i%36]
pat=re.compile('|'.join(re.escape(w) for w in words)); code={w:'~'+b36(i) for i,w in enumerate(words)}
packed=[(n,pat.sub(lambda m:code[m.group(0)],l)) for n,l in lines]
assert '~' not in full and '`' not in full and '${' not in full
for (n,p),(_,l) in zip(packed,lines): assert re.sub(r'~(\w\w)',lambda m:words[int(m.group(1),36)],p)==l
body='\n'.join(f'{n} {p}' for n,p in packed)
out='''/* eslint-disable max-lines -- a table of data, one row per model type */

/**
 * Written by `scripts/models`: the facts of the config and model classes of transformers 5.23.0, one row per model
 * type: the type, a blank, JSON in which `~xx` stands for word number xx (base 36). Read by `classFacts.ts`.
 */
export const classTable = String.raw`'''+body.replace('\\','\\\\' if False else '\\')+'`;\n\nexport const classWords = String.raw`'+' '.join(words)+'`;\n'
open(os.path.join(HERE,'../../src/core/models/classes/classTable.ts'),'w').write(out)
print('packed',len(out),len(words))
