// Opens a report as people do, and says in TAP what it found:
//
//   node browser.js PAGE.html
//
// Needs playwright-core and Chromium (CHROMIUM names the program).
"use strict";
const fs = require("fs");
const path = require("path");
const { pathToFileURL } = require("url");
const { chromium } = require("playwright-core");

const file = path.resolve(process.argv[2]);
const address = pathToFileURL(file).href;
let tests = 0, failed = 0;

const ok = (name, is, remark) => {
    tests++;
    failed += is ? 0 : 1;
    console.log(`${is ? "ok" : "not ok"} ${tests} - ${name}`);
    if (!is && remark !== undefined) console.log("# " + JSON.stringify(remark));
};

// Opens the page; what it complains of and asks for is kept.
const open = async (browser, options) => {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    page.complaints = [];
    page.asked = [];
    page.on("console", (message) => page.complaints.push(message.text()));
    page.on("pageerror", (error) => page.complaints.push(String(error)));
    page.on("request", (request) => page.asked.push(request.url()));
    await page.goto(address);
    return page;
};

const isQuiet = (name, page) => {
    ok(`${name}: no complaints on the console`, page.complaints.length === 0, page.complaints);
    ok(`${name}: nothing is asked for but the page`, page.asked.every((url) => url === address),
        page.asked);
};

// Texts of charts that stand outside their drawing, or on one another.
const collisions = () => {
    const found = [];
    for (const chart of document.querySelectorAll("svg.chart")) {
        const frame = chart.viewBox.baseVal;
        const texts = [...chart.querySelectorAll("text")].map((node) => [node, node.getBBox()]);
        texts.forEach(([node, box], i) => {
            if (box.x < -1 || box.x + box.width > frame.width + 1 || box.y < -1 ||
                box.y + box.height > frame.height + 1)
                found.push(`${chart.id}: outside: ${node.textContent}`);
            for (const [other, its] of texts.slice(i + 1))
                if (box.x + 1 < its.x + its.width && its.x + 1 < box.x + box.width &&
                    box.y + 3 < its.y + its.height && its.y + 3 < box.y + box.height)
                    found.push(`${chart.id}: ${node.textContent} on ${other.textContent}`);
        });
    }
    return found;
};

// Months below a chart that leave less than a blank between them.
const crowdedMonths = () => {
    const found = [];
    for (const chart of document.querySelectorAll("svg.chart")) {
        const boxes = [...chart.querySelectorAll("text")]
            .filter((node) => /^\d{4}-\d\d$/.test(node.textContent)).map((node) => node.getBBox());
        boxes.slice(1).forEach((box, i) => {
            const gap = box.x - boxes[i].x - boxes[i].width;
            if (Math.abs(box.y - boxes[i].y) < 1 && gap < 12) found.push(`${chart.id}: ${gap}`);
        });
    }
    return found;
};

// Cells of cards that a narrow screen does not show as a whole, or without their heads; captions
// that are squeezed.
const hiddenCells = () => {
    const cells = [...document.querySelectorAll(".stack caption, .stack tbody > tr > *")];
    return cells.filter((cell) => {
        const box = cell.getBoundingClientRect();
        const head = getComputedStyle(cell, "::before").content;
        return box.width < innerWidth / 2 || box.left < 0 || box.right > innerWidth ||
            cell.scrollWidth > cell.clientWidth || (cell.matches("td") && !/^".+"$/.test(head));
    }).map((cell) => cell.textContent);
};

// Charts that can be scrolled but do not say so, or say so but cannot.
const silentCharts = () => [...document.querySelectorAll(".drawn")].filter((box) =>
    (getComputedStyle(box, "::before").content !== "none") !==
        (box.scrollWidth > box.clientWidth)).length;

// Pairs of foreground and background with less contrast than text needs (WCAG 2.2, 1.4.3).
const paleTexts = () => {
    const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    const luminance = (color) => {
        canvas.fillStyle = color;
        canvas.fillRect(0, 0, 1, 1);
        const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((c) => c / 255).map((c) =>
            c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const style = getComputedStyle(document.documentElement);
    const value = (name) => luminance(style.getPropertyValue(name).trim());
    const pairs = [["--ink", "--page", 4.5], ["--soft", "--page", 4.5], ["--accent", "--page", 4.5]];
    for (const i of [1, 2, 3, 4, 5, 6]) pairs.push([`--s${i}`, "--page", 3]);
    for (const i of [2, 3]) pairs.push([`--s${i}`, "--page", 4.5]);
    for (const i of [0, 1, 2, 3]) pairs.push(["--ink", `--l${i}`, 4.5]);
    for (const i of [4, 5]) pairs.push(["--on-dark", `--l${i}`, 4.5]);
    return pairs.filter(([a, b, least]) => {
        const [light, dark] = [value(a), value(b)].sort((x, y) => y - x);
        return (light + 0.05) / (dark + 0.05) < least;
    });
};

// The first mark that no other one lies upon.
const markOnTop = () => {
    document.querySelector("svg.chart").scrollIntoView();
    return [...document.querySelectorAll("svg.chart [data-tip]")].findIndex((mark) => {
        const box = mark.getBoundingClientRect();
        return document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2) === mark;
    });
};

const lookAtMarks = async (page) => {
    const mark = page.locator("svg.chart [data-tip]").nth(await page.evaluate(markOnTop));
    await mark.hover();
    ok("pointing at a mark reads it", await page.locator("#tip").isVisible() &&
        await page.locator("#tip").textContent() === await mark.getAttribute("data-tip"));
    await page.mouse.move(1, 1);
    ok("and no longer when the pointer is gone", await page.locator("#tip").isHidden());
    const chart = page.locator("svg.chart").last();
    await chart.focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    ok("arrow keys read marks in turn", await page.locator("#tip").textContent() ===
        await chart.locator("[data-tip]").nth(1).getAttribute("data-tip"));
    await page.keyboard.press("Escape");
    ok("Escape ends that", await page.locator("#tip").isHidden());
};

const moveBudget = async (page) => {
    const handle = page.locator("[role=slider]"), knob = page.locator(".knob");
    const reading = page.locator(".reading");
    const amount = async () => Number(await handle.getAttribute("aria-valuenow"));
    const before = await amount(), said = await reading.textContent();
    await knob.scrollIntoViewIfNeeded();
    const box = await knob.boundingBox();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x - 120, box.y, { steps: 4 });
    await page.mouse.up();
    ok("dragging the budget to the left makes it less", await amount() < before);
    ok("and the chance is read anew", await reading.textContent() !== said);
    await page.mouse.move(box.x + 50, box.y);
    const dropped = await amount();
    ok("what is dropped stays", await amount() === dropped);
    await handle.focus();
    await page.keyboard.press("ArrowRight");
    ok("arrow keys move it, too", await amount() > dropped);
    await page.keyboard.press("Home");
    ok("hardly any budget is always exceeded", /100 %/.test(await reading.textContent()),
        await reading.textContent());
};

const inLight = async (browser) => {
    const page = await open(browser, { colorScheme: "light", viewport: { width: 1000, height: 800 } });
    ok("charts are drawn", await page.locator("svg.chart").count() >= 4);
    ok("labels of charts keep apart", (await page.evaluate(collisions)).length === 0,
        await page.evaluate(collisions));
    ok("months keep apart", (await page.evaluate(crowdedMonths)).length === 0,
        await page.evaluate(crowdedMonths));
    ok("light: enough contrast", (await page.evaluate(paleTexts)).length === 0,
        await page.evaluate(paleTexts));
    ok("every chart has a name and a finding", await page.evaluate(() =>
        [...document.querySelectorAll("svg.chart")].every((chart) =>
            chart.getAttribute("aria-labelledby").split(" ").every((id) =>
                document.getElementById(id).textContent.length > 0))));
    ok("ids are unique", await page.evaluate(() => {
        const ids = [...document.querySelectorAll("[id]")].map((node) => node.id);
        return new Set(ids).size === ids.length;
    }));
    await lookAtMarks(page);
    await moveBudget(page);
    await page.evaluate(() => {
        const script = document.createElement("script");
        script.textContent = "document.title = 'broken'";
        document.body.append(script);
    });
    ok("no other script may run", await page.title() !== "broken");
    page.complaints = page.complaints.filter((text) => !/Content Security Policy/.test(text));
    isQuiet("light", page);
    return page;
};

const inDark = async (browser) => {
    const page = await open(browser, { colorScheme: "dark", viewport: { width: 1000, height: 800 } });
    const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    ok("dark: a dark page", /^rgb\((\d|[1-3]\d), /.test(background), background);
    ok("dark: enough contrast", (await page.evaluate(paleTexts)).length === 0,
        await page.evaluate(paleTexts));
    isQuiet("dark", page);
    await page.emulateMedia({ media: "print" });
    ok("printed in light colours", await page.evaluate(() =>
        getComputedStyle(document.body).backgroundColor) === "rgb(255, 255, 255)");
    await page.setViewportSize({ width: 673, height: 980 }); // A4 less its margins
    ok("nothing is printed beyond the edge", await page.evaluate(() =>
        [...document.querySelectorAll(".wide")].every((box) =>
            box.scrollWidth <= box.clientWidth)));
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
    const pages = (pdf.toString("latin1").match(/\/Type\s*\/Page\b/g) || []).length;
    ok("prints on at most ten pages", pages >= 1 && pages <= 10, pages);
};

const onScreens = async (browser) => {
    for (const width of [360, 400, 768, 1280]) {
        const page = await open(browser, { viewport: { width, height: 700 } });
        ok(`${width} px: the page does not scroll sideways`, await page.evaluate(() =>
            document.documentElement.scrollWidth <= innerWidth));
        ok(`${width} px: charts that scroll say so`,
            await page.evaluate(silentCharts) === 0, await page.evaluate(silentCharts));
        if (width < 600)
            ok(`${width} px: designs are shown with all their figures`,
                (await page.evaluate(hiddenCells)).length === 0, await page.evaluate(hiddenCells));
        await page.context().close();
    }
};

const elsewhere = async (browser) => {
    const plain = await open(browser, { javaScriptEnabled: false });
    const text = await plain.locator("main").innerText();
    ok("readable without a script", text.includes("What will it cost?") && text.includes("futures"));
    ok("with its charts", await plain.locator("svg.chart path.line").first().isVisible());
};

(async () => {
    ok("at most 500 KB", fs.statSync(file).size <= 500000);
    const browser = await chromium.launch({
        executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
        args: ["--no-sandbox"],
    });
    try {
        await inLight(browser);
        await inDark(browser);
        await onScreens(browser);
        await elsewhere(browser);
    } catch (error) {
        ok("the page can be used: " + error, false);
    }
    await browser.close();
    console.log(`1..${tests}`);
    process.exit(failed ? 1 : 0);
})();
