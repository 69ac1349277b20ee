// Opens reports in a headless Chromium and uses them as a reader does: links, sorting, filters, keys, CSV, the view in three
// dimensions, dark and light, a phone, printing. Not part of the build. Needs Chromium (apt-get install chromium) and
// playwright-core (npm install playwright-core):
//
//   node cli/src/test/scripts/click-report.mjs FOLDER/report.html [SCREENSHOTS]
import { chromium } from 'playwright-core';
import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

const [page, shots] = process.argv.slice(2);
if (shots) { mkdirSync(shots, { recursive: true }); }
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
});
let failed = 0;
function check(what, good, found) {
  console.log((good ? 'ok      ' : 'FAILED  ') + what + (good ? '' : ': found ' + JSON.stringify(found)));
  failed += good ? 0 : 1;
}
async function open(options) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, acceptDownloads: true, ...options });
  const tab = await context.newPage();
  tab.on('pageerror', (e) => check('no error in the script', false, String(e)));
  tab.on('request', (r) => { if (!/^(file|blob|data):/.test(r.url())) { check('asks for nothing', false, r.url()); } });
  await tab.goto('file://' + resolve(page));
  return tab;
}

const tab = await open({});
const rows = await tab.locator('#summary tbody tr').count();
check('a row per tomogram', rows > 0 && rows === await tab.locator('script.data').count(), rows);
if (shots) { await tab.screenshot({ path: shots + '/first.png' }); }
check('a sentence', (await tab.locator('.lead').innerText()).endsWith('.'), await tab.locator('.lead').innerText());
if (rows > 1) {
  check('a strip', await tab.locator('#strip svg a').count() >= rows, await tab.locator('#strip svg a').count());
  await tab.locator('#summary tbody tr:nth-child(2) a').click();
  const name = await tab.locator('#summary tbody tr:nth-child(2) a').getAttribute('title');
  check('a link opens its tomogram', await tab.locator('#tomogram h2').innerText() === name, name);
  await tab.keyboard.press('p');
  await tab.waitForFunction(() => location.hash === '#t1');
  check('the key p goes back', true);
  const heading = tab.locator('#summary thead button', { hasText: 'moved, px' });
  await heading.click();
  const values = await tab.locator('#summary tbody tr').evaluateAll((all) => all.map((row) => row.cells[
    Array.from(row.closest('table').tHead.rows[0].cells).findIndex((c) => c.textContent.startsWith('moved, px'))].dataset.v)
    .filter((v) => v !== '').map(Number));
  check('sorted by a click, the largest first', values.every((v, i) => i === 0 || v <= values[i - 1]), values);
  await tab.locator('#filter').fill('no tomogram is called so');
  check('filtered by name', await tab.locator('#summary tbody tr:visible').count() === 0);
  await tab.locator('#filter').fill('');
  await tab.locator('#only').check();
  check('filtered to those to look at',
    await tab.locator('#summary tbody tr:visible').count() === await tab.locator('#summary tbody tr.case').count());
  await tab.locator('#only').uncheck();
} else {
  check('the only tomogram is open', await tab.locator('#tomogram h2').count() === 1);
}
const download = async (id) => {
  const [file] = await Promise.all([tab.waitForEvent('download'), tab.locator(id).click()]);
  return (await readFile(await file.path(), 'utf8')).trim().split('\n');
};
const csv = await download('#csv');
check('the table as CSV', csv.length === rows + 1 && csv[0].startsWith('tomogram,result'), csv[0]);
check('images as CSV', (await download('#csv-images'))[0].startsWith('image,tilt_deg,dose_e_per_A2'));
check('particles as CSV', (await download('#csv-particles'))[0].startsWith('particle,x_from_centre_A'));
await tab.locator('.by-dose').click();
check('against dose', await tab.locator('.by-dose').getAttribute('aria-pressed') === 'true');
check('no figure is empty', (await tab.locator('#tomogram svg').evaluateAll((all) => all.filter((s) => s.querySelectorAll(
  'circle,path,rect').length < 2).map((s) => s.getAttribute('aria-label')))).length === 0);
check('no number is NaN', !(await tab.locator('main').innerHTML()).includes('NaN'));
const canvas = tab.locator('canvas');
if (await canvas.count()) {
  await canvas.scrollIntoViewIfNeeded();
  const before = await canvas.evaluate((c) => c.toDataURL());
  const box = await canvas.boundingBox();
  await tab.mouse.move(box.x + 100, box.y + 100);
  await tab.mouse.down();
  await tab.mouse.move(box.x + 220, box.y + 160, { steps: 4 });
  await tab.mouse.up();
  await tab.waitForTimeout(300);
  const turned = await canvas.evaluate((c) => c.toDataURL());
  check('dragging turns the view', before !== turned);
  await canvas.focus();
  await tab.keyboard.press('ArrowLeft');
  await tab.waitForTimeout(300);
  check('arrow keys turn the view', turned !== await canvas.evaluate((c) => c.toDataURL()));
}
if (shots) { await tab.screenshot({ path: shots + '/tomogram.png', fullPage: true }); }

const dark = await open({ colorScheme: 'dark' });
const colour = (t) => t.locator('body').evaluate((b) => getComputedStyle(b).backgroundColor);
check('dark', await colour(dark) !== await colour(tab), await colour(dark));
if (shots) { await dark.screenshot({ path: shots + '/dark.png' }); }
const phone = await open({ viewport: { width: 390, height: 800 } });
await phone.goto('file://' + resolve(page) + '#t1');
check('nothing is wider than a phone', await phone.evaluate(() => document.documentElement.scrollWidth) <= 391,
  await phone.evaluate(() => document.documentElement.scrollWidth));
if (shots) { await phone.screenshot({ path: shots + '/phone.png' }); }
await tab.emulateMedia({ media: 'print' });
check('no buttons on paper', await tab.locator('button:visible').count() <= (await tab.locator('thead button').count()));
if (shots) { await tab.pdf({ path: shots + '/print.pdf', format: 'A4' }); }
const client = await tab.context().newCDPSession(tab);
await client.send('Performance.enable', { timeDomain: 'threadTicks' });
await tab.reload();
const metrics = Object.fromEntries((await client.send('Performance.getMetrics')).metrics.map((m) => [m.name, m.value]));
console.log('        ' + rows + ' tomograms: ' + metrics.TaskDuration.toFixed(2) + ' s of a processor to open, '
  + metrics.ScriptDuration.toFixed(2) + ' s of it scripts');
await browser.close();
process.exit(failed ? 1 : 0);
