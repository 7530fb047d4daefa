/** Makes the app's icons of every platform from `assets/icon/holdfast.svg`: PNG sizes, an .ico and an .icns. Run by hand when the drawing changes. */
import { readFileSync, writeFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { inRoot } from './set-up/place.mjs';

const SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
/** Apple Icon Image: four letters for each size that is stored as PNG. */
const ICNS = { icp4: 16, icp5: 32, icp6: 64, ic07: 128, ic08: 256, ic09: 512, ic10: 1024 };
const ICO = [16, 24, 32, 48, 64, 128, 256];

const folder = (...parts) => inRoot('assets', 'icon', ...parts);

async function drawn(svg) {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    const images = new Map();
    for (const size of SIZES) {
      await page.setViewportSize({ width: size, height: size });
      await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`);
      images.set(size, await page.screenshot({ omitBackground: true }));
    }
    return images;
  } finally {
    await browser.close();
  }
}

/** ICONDIR, then one ICONDIRENTRY an image, then the images as PNG. */
function ico(images) {
  const head = Buffer.alloc(6 + 16 * ICO.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(ICO.length, 4);
  let offset = head.length;
  for (const [index, size] of ICO.entries()) {
    const at = 6 + 16 * index;
    const { length } = images.get(size);
    head.writeUInt8(size % 256, at); // 0 stands for 256
    head.writeUInt8(size % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += length;
  }
  return Buffer.concat([head, ...ICO.map((size) => images.get(size))]);
}

function icns(images) {
  const chunk = (name, body) => {
    const head = Buffer.from(`${name}\0\0\0\0`, 'latin1');
    head.writeUInt32BE(8 + body.length, 4);
    return Buffer.concat([head, body]);
  };
  return chunk('icns', Buffer.concat(Object.entries(ICNS).map(([name, size]) => chunk(name, images.get(size)))));
}

const svg = readFileSync(folder('holdfast.svg'), 'utf8');
const images = await drawn(svg);
for (const [size, image] of images) writeFileSync(folder(`${size}.png`), image);
writeFileSync(folder('holdfast.ico'), ico(images));
writeFileSync(folder('holdfast.icns'), icns(images));
writeFileSync(inRoot('assets', 'public', 'icon.svg'), svg);
