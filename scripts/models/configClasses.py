"""Step 1 of the class table: what every config class of transformers fills in, as JSON.

Run with transformers 5.23.0 installed: python configClasses.py WORK (no torch needed). Writes WORK/dump.json.
"""
import json,sys,warnings,os
os.environ["TRANSFORMERS_VERBOSITY"]="error"
warnings.filterwarnings("ignore")
import transformers
from transformers.models.auto.configuration_auto import CONFIG_MAPPING_NAMES, CONFIG_MAPPING
from transformers import PreTrainedConfig
import importlib, pkgutil, inspect
out={}
classes={}
def visit(cls):
    if cls in classes: return
    classes[cls]=1
    sub=dict(getattr(cls,'sub_configs',{}) or {})
    for k,s in sub.items():
        if inspect.isclass(s) and s is not PreTrainedConfig and s.__name__!='AutoConfig': visit(s)
errs={}
for mt in list(CONFIG_MAPPING_NAMES):
    try: visit(CONFIG_MAPPING[mt])
    except Exception as e: errs[mt]=repr(e)[:200]
# all config classes in models
import transformers.models as M
for m in pkgutil.iter_modules(M.__path__):
    try: mod=importlib.import_module(f'transformers.models.{m.name}.configuration_{m.name}')
    except Exception as e: continue
    for n,c in vars(mod).items():
        if inspect.isclass(c) and issubclass(c,PreTrainedConfig) and c is not PreTrainedConfig and c.__module__==mod.__name__: visit(c)
for cls in classes:
    r={'class':cls.__name__,'model_type':getattr(cls,'model_type',''),'module':cls.__module__}
    r['attribute_map']=dict(getattr(cls,'attribute_map',{}) or {})
    r['sub']={k:(s.__name__ if inspect.isclass(s) else str(s)) for k,s in (getattr(cls,'sub_configs',{}) or {}).items()}
    for k in ('default_theta','has_no_defaults_at_init','ignore_keys_at_rope_validation','is_composition'):
        if hasattr(cls,k):
            v=getattr(cls,k); r[k]=sorted(v) if isinstance(v,set) else v
    try:
        c=cls()
        d={}
        for k,v in c.__dict__.items():
            if k.startswith('_') : continue
            if hasattr(v,'to_dict'): v={'__config__':type(v).__name__,'model_type':v.model_type}
            try: json.dumps(v); d[k]=v
            except Exception: d[k]={'__repr__':repr(v)[:80]}
        r['attrs']=d
    except Exception as e: r['error']=repr(e)[:200]
    # raw field defaults
    try:
        import dataclasses
        f={}
        for fld in dataclasses.fields(cls):
            v=fld.default
            if v is dataclasses.MISSING: continue
            try: json.dumps(v); f[fld.name]=v
            except Exception: f[fld.name]=repr(v)[:80]
        r['fields']=f
    except Exception as e: r['fields_error']=repr(e)[:100]
    out[cls.__name__+'|'+cls.__module__.split('.')[-2]]=r
json.dump({'mapping':dict(CONFIG_MAPPING_NAMES),'classes':out,'errs':errs},open(os.path.join(sys.argv[1],'dump.json'),'w'))
print(len(out),len(errs),errs)
