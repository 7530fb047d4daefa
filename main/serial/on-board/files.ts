/** The second part: files and directories. Numbers are little-endian; a path is the rest of a request unless a length stands before it. */
import { compact } from './compact.ts';

export const FILES = compact(String.raw`
import gc
os=m('os')
hs=m('hashlib')
bi=m('binascii')
io=m('io')
df=m('deflate')
uz=m('zlib')
f=None
def u(b):return int.from_bytes(b,'little')
def t(b):return str(b,'utf8')
def n4(x):return (x&0xffffffff).to_bytes(4,'little')
def A(v):
    gc.collect()
    c=hasattr(df,'DeflateIO')
    w=c and hasattr(df.DeflateIO,'write')
    i=c or hasattr(uz,'decompress')
    h='sha256' if hasattr(hs,'sha256') else 'crc32' if hasattr(bi,'crc32') else ''
    return ('%d,%d,%d,%s'%(gc.mem_free(),i,w,h)).encode()
def L(v):
    z=u(v[:2])
    p=t(v[2:])
    j=p if p[-1]=='/' else p+'/'
    o=b''
    for e in os.ilistdir(p):
        # no answer about an entry is said with a type of 0
        try:s=os.stat(j+e[0])
        except OSError:s=(0,)*9
        r=e[0].encode()
        r=bytes((s[0]>>12,len(r)))+n4(s[6])+n4(s[8])+r
        if len(o)+len(r)>z:
            yield o
            o=b''
        o+=r
    yield o
def G(v):
    z=u(v[:2])
    l=u(v[6:10])
    with open(t(v[10:]),'rb') as h:
        h.seek(u(v[2:6]))
        while l>0:
            d=h.read(min(z,l))
            if not d:break
            l-=len(d)
            yield d
def Z(v):
    for d in G(v):
        b=io.BytesIO()
        g=df.DeflateIO(b,df.RAW,10)
        g.write(d)
        g.close()
        b=b.getvalue()
        yield b'z'+b if len(b)<len(d) else b'='+d
def P(v):
    global f
    w=v[0]
    d=v[6+v[5]:]
    if w&1:
        C(0)
        f=open(t(v[6:6+v[5]]),'wb')
    # a piece that comes again may have been the last one, and have closed the file
    if w&8 and not f:f=open(t(v[6:6+v[5]]),'r+b')
    if w&4:d=df.DeflateIO(io.BytesIO(d),df.RAW,10).read() if df else uz.decompress(d,-10)
    if f.tell()!=u(v[1:5]):f.seek(u(v[1:5]))
    if f.write(d)!=len(d):raise OSError(28)
    if w&2:C(0)
    return b''
def C(v):
    global f
    if f:
        g=f
        f=None
        g.close()
    return b''
def H(v):
    z=u(v[:2])
    b=bytearray(z)
    y=memoryview(b)
    a=2
    while a<len(v):
        p=t(v[a+1:a+1+v[a]])
        a+=1+v[a]
        try:
            with open(p,'rb') as h:
                c=hs.sha256() if hs else 0
                l=0
                while 1:
                    k=h.readinto(b)
                    if not k:break
                    if hs:c.update(y[:k])
                    else:c=bi.crc32(y[:k],c)
                    l+=k
                    if l&0xffff<k:yield b'p'+n4(l)
            yield b'h'+(c.digest() if hs else n4(c))
        except OSError as e:yield b'e'+str(e.args[0]).encode()
def N(v):
    a=t(v[2:2+v[1]])
    b=t(v[2+v[1]:])
    try:os.rename(a,b)
    except OSError:
        if not v[0]:raise
        # FAT does not rename over a file
        os.stat(a)
        os.remove(b)
        os.rename(a,b)
    return b''
def W(v):
    n=v[0]
    k=2+n+v[1+n]
    a=t(v[2+n:k])
    b=t(v[k:])
    C(0)
    # a file that is not there any more has its name: the answer was lost
    try:os.stat(a)
    except OSError:a=b
    p=a.encode()
    if n:
        for x in H(b'\0\4'+bytes((len(p),))+p):
            if x[0]==101:raise OSError(int(x[1:]))
            if x[0]==104 and x[1:]!=bytes(v[1:1+n]):raise OSError(74)
            yield x
    if a!=b:N(b'\1'+bytes((len(p),))+p+b.encode())
def D(v):
    os.mkdir(t(v))
    return b''
def R(v):
    os.remove(t(v))
    return b''
def X(v):
    os.rmdir(t(v))
    return b''
def T(v):
    s=os.stat(t(v))
    return bytes((s[0]>>12,0))+n4(s[6])+n4(s[8])
def S(v):return ','.join(str(x) for x in os.statvfs(t(v))).encode()
`);
