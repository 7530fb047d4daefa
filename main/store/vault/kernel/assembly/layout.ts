/** Where the kernel keeps what it owns: fixed addresses below 64 KiB, known to `kernel.ts` too. Regions begin above. */

/** Rabin tables, 256 u64 each: what a byte still weighs when it leaves the window, and how to reduce by the top byte. */
@inline export const LEAVING: usize = 0x1000;
@inline export const REDUCE: usize = 0x1800;

/** Powers r^4, r^3, r^2, r of the Poly1305 key: nine u64 each, five limbs and 5 times limbs 1 to 4. */
@inline export const POWERS: usize = 0x2000;
/** The last, short Poly1305 block, padded. */
@inline export const LAST_BLOCK: usize = 0x2200;
