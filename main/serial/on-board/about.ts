/** Asked for once and dropped: what the board says about itself, one `name<tab>value` a line, a frame each. */
import { compact } from './compact.ts';

export const ABOUT = compact(String.raw`
def Q(v):
    def k(n,f):
        try:return (n+'\t'+str(f())).encode()
        except Exception:return b''
    import sys,gc
    o=m('os')
    c=m('machine')
    x=m('esp32')
    e=m('time')
    yield k('version',lambda:'.'.join(str(i) for i in sys.implementation[1][:3]))
    yield k('machine',lambda:o.uname()[4])
    yield k('machine',lambda:sys.implementation._machine)
    yield k('build',lambda:o.uname()[3])
    yield k('build',lambda:sys.version)
    yield k('platform',lambda:sys.platform)
    yield k('id',lambda:m('binascii').hexlify(c.unique_id()).decode())
    yield k('frequency',lambda:c.freq() if type(c.freq())==int else c.freq()[0])
    yield k('free',gc.mem_free)
    yield k('used',gc.mem_alloc)
    yield k('epoch',lambda:e.gmtime(0)[0])
    yield k('clock',lambda:','.join(str(i) for i in e.localtime()[:6]))
    try:
        for p in x.Partition.find(x.Partition.TYPE_DATA):yield k('partition',lambda:','.join(str(i) for i in p.info()))
    except Exception:pass
    def w(p):return k('mount',lambda:p+'\t'+','.join(str(i) for i in o.statvfs(p)))
    yield w('/')
    try:a=[y[1] for y in m('vfs').mount()]
    except Exception:
        r=o.statvfs('/')
        a=[]
        for y in o.ilistdir('/'):
            try:
                if y[1]&0x4000 and o.statvfs('/'+y[0])!=r:a.append('/'+y[0])
            except OSError:pass
    for p in a:
        if p!='/':yield w(p)
def Y(v):
    m('machine').RTC().datetime(tuple(int(i) for i in str(v,'utf8').split(',')))
    return b''
`);

/** Frees what the part above took. */
export const ABOUT_FORGET = 'del Q';
