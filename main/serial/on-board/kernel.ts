/**
 * The first part of the helper: takes requests, checks them, answers in frames (see `frame.ts`). All other parts come through it, so that
 * they too are checked. Python that MicroPython 1.12 understands; names begin with `_h` to keep out of a user's way.
 */
import { compact } from './compact.ts';

export const KERNEL = compact(String.raw`
import sys
def _hm(n):
    # modules had a "u" before their names up to 1.20, and later ones still answer to it
    for p in ('u'+n,n):
        try:return __import__(p)
        except ImportError:pass
_hb=_hm('binascii')
_hh=_hm('hashlib')
if hasattr(_hb,'crc32'):
    def _hc(a,b):return _hb.crc32(b,_hb.crc32(a)).to_bytes(4,'little')
elif hasattr(_hh,'sha256'):
    def _hc(a,b):
        h=_hh.sha256(a)
        h.update(b)
        return h.digest()[:4]
else:
    def _hc(a,b):
        x=1
        y=0
        for d in (a,b):
            for c in d:
                x=(x+c)%65521
                y=(y+x)%65521
        return bytes((x&255,x>>8,y&255,y>>8))
_hi=sys.stdin.buffer
_ho=sys.stdout.buffer
def _hs(i,k,s=0,b=b''):
    a=bytes((i,ord(k),s&255,s>>8&255))
    _ho.write(b'\x1e')
    for d in (a,b,_hc(a,b)):
        _ho.write(d.replace(b'\x10',b'\x10P').replace(b'\x1e',b'\x10F').replace(b'\n',b'\x10N'))
    _ho.write(b'\x1e')
def _hr(x):
    c=_hi.read(1)
    # Ctrl-A right after an interrupt: somebody wants the prompt
    if x and c==b'\x01':return 0
    while c!=b'\x1e':c=_hi.read(1)
    n=int(_hi.read(4),16)
    if n<20000:
        d=_hi.read(n).replace(b'\x10B',b'\x02').replace(b'\x10C',b'\x03').replace(b'\x10D',b'\x04').replace(b'\x10P',b'\x10')
        v=memoryview(d)
        if len(d)>5 and _hc(v[:-4],b'')==d[-4:]:return v[:-4]
_hg={'m':_hm,'.':lambda v:b''}
def _hx(v):
    exec(str(v,'utf8'),_hg)
    return b''
_hg['!']=_hx
_hz=(-1,'K')
def _hk():
    global _hz
    _hs(0,'R')
    x=0
    while 1:
        try:
            q=_hr(x)
            x=0
            if q==0:return
            if not q:
                _hs(0,'N')
                continue
            # a request that comes again (its answer was lost) is not carried out again
            if q[0]!=_hz[0]:
                s=0
                k='K'
                try:
                    b=_hg[chr(q[1])](q[2:])
                    if type(b)!=bytes:
                        for d in b:
                            _hs(q[0],'D',s,d)
                            s+=1
                        b=b''
                except OSError as e:
                    k='E'
                    b=str(e.args[0] if e.args else 5).encode()
                except MemoryError:
                    k='M'
                    b=b''
                except Exception as e:
                    k='X'
                    b=repr(e).encode()
                _hz=(q[0],k,s,b)
            _hs(*_hz)
            if q[1]==46:return
        except KeyboardInterrupt:
            _hs(0,'I')
            x=1
        except Exception:
            _hs(0,'N')
`);

/** Starts the helper, or starts it again after it was stopped. */
export const START = '_hk()';

/** Leaves the board's memory as it was. */
export const FORGET = compact(`
for _hb in ('_hm','_hh','_hc','_hi','_ho','_hs','_hr','_hg','_hx','_hz','_hk','_hb'):
    globals().pop(_hb,0)
`);
