"""Step 3: formulas for the dimensions that modelClasses.py saw.

A formula must give the size in every build. What the name of a tensor suggests is tried first, then the simplest
expression of the attributes that were changed. Run: python fitFormulas.py WORK. Writes WORK/fit.json.
"""
import json,glob,itertools,re,sys,collections
def vecs(r):
    S=[r['base']]+r['samples']
    names=list(r['base']['attrs'])
    A={}
    for n in names:
        v=[s['attrs'].get(n) for s in S]
        if any(x is None for x in v): 
            v=[x if x is not None else 0 for x in v]
        A[n]=v
    return S,A
def order_pool(A,extra=()):
    varying=[n for n,v in A.items() if len(set(v))>1]
    pref=['hidden_size','num_attention_heads','head_dim','num_key_value_heads','num_hidden_layers','max_position_embeddings']
    names=[n for n in varying]
    def key(n):
        b=n.split('.')[-1]
        return (0 if b in pref else 1, pref.index(b) if b in pref else 0)
    return sorted(names,key=key)
def fit(vec,idx,A,pool):
    """vec: values, idx: which samples they belong to."""
    if len(set(vec))==1: 
        # constant: an attribute which never varied may still be meant, a number is what is known
        return str(vec[0])
    P={n:[A[n][i] for i in idx] for n in pool}
    P={n:v for n,v in P.items() if len(set(v))>1 and all(isinstance(x,int) for x in v)}
    names=list(P)
    def eq(f): 
        try: return all(f(j)==vec[j] for j in range(len(vec)))
        except ZeroDivisionError: return False
    for a in names:
        if P[a]==vec: return a
    for a in names:
        for k in (1,2,-1,3,4,-2):
            if eq(lambda j:P[a][j]+k): return f'{a}+{k}' if k>0 else f'{a}-{-k}'
        if P[a][0] and vec[0]%P[a][0]==0:
            k=vec[0]//P[a][0]
            if k<=16 and eq(lambda j:P[a][j]*k): return f'{k}*{a}'
        for k in (2,4,3,8,16):
            if eq(lambda j:P[a][j]//k): return f'{a}//{k}'
        for k in (2,4,8):
            if eq(lambda j:-(-P[a][j]//k)): return f'({a}+{k-1})//{k}'
        for k in (1,-1):
            if eq(lambda j:2*P[a][j]+k): return f'2*{a}{"+1" if k>0 else "-1"}'
        if eq(lambda j:P[a][j]**2): return f'{a}*{a}'
        if eq(lambda j:P[a][j]**4): return f'{a}*{a}*{a}*{a}'
        if eq(lambda j:(2*P[a][j]-1)**2): return f'(2*{a}-1)*(2*{a}-1)'
        if eq(lambda j:(2*P[a][j]-1)**2+3): return f'(2*{a}-1)*(2*{a}-1)+3'
    for a,b in itertools.combinations(names,2):
        for k in (1,2,3,4):
            if eq(lambda j:P[a][j]*P[b][j]*k): return f'{a}*{b}' if k==1 else f'{k}*{a}*{b}'
        if eq(lambda j:P[a][j]+P[b][j]): return f'{a}+{b}'
        if eq(lambda j:P[a][j]*P[b][j]//2): return f'{a}*{b}//2'
    for a,b in itertools.permutations(names,2):
        if any(x==0 for x in P[b]): continue
        if eq(lambda j:P[a][j]//P[b][j]): return f'{a}//{b}'
        if eq(lambda j:P[a][j]//P[b][j]//2): return f'{a}//{b}//2'
        for k in (1,2,0,3,5,7):
            if eq(lambda j:(P[a][j]//P[b][j])**2+k): return f'({a}//{b})*({a}//{b})'+(f'+{k}' if k else '')
        for k in (2,3):
            if eq(lambda j:P[a][j]+k*P[b][j]): return f'{a}+{k}*{b}'
        for k in (1,2,-1):
            if eq(lambda j:P[a][j]//P[b][j]+k): return f'{a}//{b}+{k}' if k>0 else f'{a}//{b}-1'
        if eq(lambda j:2*(P[a][j]//P[b][j])-1): return f'2*({a}//{b})-1'
    for a,b in itertools.permutations(names,2):
        for c in names:
            if c in(a,b): continue
            if b<c and eq(lambda j:P[a][j]*(P[b][j]+P[c][j])): return f'{a}*({b}+{c})'
            if eq(lambda j:P[a][j]*(P[b][j]+2*P[c][j])): return f'{a}*({b}+2*{c})'
            if P[b][0] and eq(lambda j:P[a][j]//P[b][j]*P[c][j]): return f'{a}//{b}*{c}'
            if eq(lambda j:P[a][j]*P[b][j]*P[c][j]): return f'{a}*{b}*{c}'
            if a<b and eq(lambda j:P[a][j]+P[b][j]+P[c][j]): return f'{a}+{b}+{c}'
            if eq(lambda j:P[a][j]*P[b][j]+P[c][j]): return f'{a}*{b}+{c}'
            if P[b][0] and eq(lambda j:P[a][j]+2*P[c][j]*(P[a][j]//P[b][j])): return f'{a}+2*{c}*({a}//{b})'
            if P[b][0] and eq(lambda j:2*P[c][j]*(P[a][j]//P[b][j])): return f'2*{c}*({a}//{b})'
    for a in names:
        if P[a][0] and vec[0]%P[a][0]==0:
            k=vec[0]//P[a][0]
            if eq(lambda j:P[a][j]*k): return f'{k}*{a}'
    return None
def keyed(entries):
    c=collections.Counter(); out=collections.OrderedDict()
    for e in entries:
        c[e['p']]+=1; out[(e['p'],c[e['p']])]=e
    return out
def norm_first(n): return n
def guesses(name,d,A):
    """Formulas that the name suggests, tried before any search."""
    out=[]
    pres=['']+sorted({n.rsplit('.',1)[0]+'.' for n in A if '.' in n})
    for p in pres:
        H=next((p+x for x in ('hidden_size','d_model','embed_dim','n_embd') if p+x in A),None)
        N=next((p+x for x in ('num_attention_heads','encoder_attention_heads','num_heads','n_head','n_heads') if p+x in A),None)
        if not H or not N: continue
        K=p+'num_key_value_heads'
        HD=[p+'head_dim'] if p+'head_dim' in A else []
        HD+= [f'{H}//{N}']
        w='weight' in name
        leaf=name.split('.')
        t=leaf[-2] if len(leaf)>1 else leaf[-1]
        for h in HD:
            hp=h if '//' not in h else f'({h})'
            if re.search(r'^(q_proj|query|q_lin|q|Wq|linear_q)$',t): out+= [f'{N}*{hp}' if d==0 else H, H]
            elif re.search(r'^(k_proj|v_proj|key|value|k_lin|v_lin|k|v|linear_k|linear_v)$',t): out+=([f'{K}*{hp}'] if K in A else [])+[f'{N}*{hp}'] if d==0 else [H]
            elif re.search(r'^(o_proj|out_proj|dense|o|out_lin|Wo|proj)$',t): out+=[H,f'{N}*{hp}'] if d==0 else [f'{N}*{hp}',H]
            elif re.search(r'^(q_norm|k_norm|q_layernorm|k_layernorm)$',t): out+=[h,f'{N}*{hp}',f'{K}*{hp}' if K in A else h]
            elif re.search(r'^(qkv|query_key_value|qkv_proj|Wqkv|c_attn)$',t): out+=[f'({N}+2*{K})*{hp}' if K in A else f'3*{H}',f'3*{H}',H]
            elif 'inv_freq' in name: out+=[f'{hp}//2',f'{hp}//4']
        if d==-1: out+=HD
    return out
def value(e,attrs):
    def sub(m):
        v=attrs.get(m.group(0)); 
        if v is None: raise KeyError
        return str(v)
    return eval(re.sub(r'[A-Za-z_#][\w.#]*(?:\[\d+\])?',sub,e))
def process(r):
    S,A=vecs(r); pool=order_pool(A)
    miss=[]
    def q(get,label,name='',d=0):
        vec=[];idx=[]
        for i,s in enumerate(S):
            try: v=get(s)
            except Exception: continue
            if v is None: continue
            vec.append(v); idx.append(i)
        for g in guesses(name,d,A):
            try:
                if all(value(g,S[i]['attrs'])==v for i,v in zip(idx,vec)): return g
            except Exception: pass
        e=fit(vec,idx,A,pool)
        if e is None: miss.append((label,vec[:6])); e=str(vec[0])
        return e
    res={'pos':[], 'att':[]}
    for key,e in keyed(r['base']['d']['pos']).items():
        dims=[q(lambda s,d=d:keyed(s['d']['pos'])[key]['s'][d],f'{key} dim{d}',e['p'],d) for d in range(len(e['s']))]
        n=q(lambda s:keyed(s['d']['pos'])[key]['n'],f'{key} n') if e['n']>1 else '1'
        res['pos'].append({'p':e['p'],'s':dims,'k':e['k'],'st':e['st'],'n':n})
    for j,a in enumerate(r['base']['d']['att']):
        def at(s):
            for x in s['d']['att']:
                if x['stack']==a['stack']: return x
            raise KeyError
        ts=[]
        for name,shape in a['t']:
            def gt(s,d): 
                return dict(at(s)['t'])[name][d]
            ts.append([name,[q(lambda s,d=d:gt(s,d),f'{a["stack"]} {name} {d}',name,d) for d in range(len(shape))]])
        hd=None
        if a['hd'] and a['hd'][0] is not None: hd=q(lambda s:at(s)['hd'][0],f'{a["stack"]} hd','',-1)
        res['att'].append({'stack':a['stack'],'first':a['first'],'t':ts,'hd':hd,'names':a['names'],'hds':a['hd'],'win':a['win']})
    # toggles
    res['tog']=[]
    bp=keyed(r['base']['d']['pos']); ba={a['stack']:a for a in r['base']['d']['att']}
    for t in r['toggles']:
        if 'error' in t: continue
        tp=keyed(t['d']['pos']); ta={a['stack']:a for a in t['d']['att']}
        ch={'o':t['o'],'pos+':[e for k,e in tp.items() if k not in bp],'pos-':[k[0] for k in bp if k not in tp],'att':{}}
        for st,a in ba.items():
            if st in ta:
                b=dict(a['t']); x=dict(ta[st]['t'])
                plus=[[k,v] for k,v in ta[st]['t'] if k not in b]; minus=[k for k in b if k not in x]; diff=[[k,b[k],x[k]] for k in b if k in x and b[k]!=x[k]]
                if plus or minus or diff: ch['att'][st]={'+':plus,'-':minus,'~':diff}
        if ch['pos+'] or ch['pos-'] or ch['att']: res['tog'].append(ch)
    return res,miss
if __name__=='__main__':
    names=None; WORK=sys.argv[1]
    out={}; nm=0
    for f in sorted(glob.glob(WORK+'/out/*.json')):
        try: r=json.load(open(f))
        except Exception: continue
        if names and r['type'] not in names: continue
        res,miss=process(r); out[r['type']]=res
        if miss: print(r['type'],len(miss),miss[:4])
        if names: print(json.dumps(res,indent=None)[:4000])
    json.dump(out,open(WORK+'/fit.json','w'))
    print(len(out))
