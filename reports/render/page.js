/*<![CDATA[*/
"use strict";
(() => {
    const space = "http://www.w3.org/2000/svg";
    const tip = document.getElementById("tip");

    const mark = (name, attributes, parent) => {
        const node = document.createElementNS(space, name);
        for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
        parent.append(node);
        return node;
    };

    /* ---- what marks say when they are pointed at, or reached by the arrow keys ---- */

    const hide = () => {
        tip.className = "";
        for (const node of document.querySelectorAll(".at")) node.classList.remove("at");
    };

    const show = (node) => {
        hide();
        node.classList.add("at");
        tip.textContent = node.dataset.tip;
        const box = node.getBoundingClientRect(), own = tip.getBoundingClientRect();
        const x = box.left + box.width / 2 - own.width / 2;
        const above = box.top - own.height - 8;
        tip.style.left = Math.max(4, Math.min(x, innerWidth - own.width - 4)) + "px";
        tip.style.top = (above > 4 ? above : box.bottom + 8) + "px";
        tip.className = "is-shown";
    };

    const nearest = (marks, event) => {
        let best = null, least = 24;
        for (const node of marks) {
            const box = node.getBoundingClientRect();
            const dx = Math.max(box.left - event.clientX, 0, event.clientX - box.right);
            const dy = Math.max(box.top - event.clientY, 0, event.clientY - box.bottom);
            const away = Math.hypot(dx, dy);
            if (away <= least && (away < least || !best)) {
                best = node;
                least = away;
            }
        }
        return best;
    };

    for (const chart of document.querySelectorAll("svg.chart")) {
        const marks = [...chart.querySelectorAll("[data-tip]")];
        let at = -1;
        if (marks.length === 0) continue;
        chart.setAttribute("tabindex", "0");
        chart.addEventListener("pointermove", (event) => {
            const node = nearest(marks, event);
            if (node) show(node);
            else hide();
        });
        chart.addEventListener("pointerleave", hide);
        chart.addEventListener("blur", hide);
        chart.addEventListener("keydown", (event) => {
            const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
            if (event.target !== chart) return;
            if (event.key === "Escape") hide();
            if (!step) return;
            event.preventDefault();
            at = (at + step + marks.length) % marks.length;
            show(marks[at]);
        });
    }
    addEventListener("scroll", hide, { passive: true });

    /* ---- a budget that can be dragged ---- */

    /* Wilson's interval of a share of n. */
    const interval = (p, n) => {
        const z = 1.96, half = z * Math.sqrt(p * (1 - p) / n + z * z / (4 * n * n));
        return [-1, 1].map((side) =>
            Math.max(0, Math.min(1, (p + z * z / (2 * n) + side * half) / (1 + z * z / n))));
    };

    /* The chance that is left where quantiles, in steps of 0.5 % up to 95 % and of 0.1 %
       beyond, pass the amount. */
    const chanceOver = (quantiles, amount) => {
        const share = (i) => i > 190 ? 0.95 + (i - 190) / 1000 : i / 200;
        let i = quantiles.length;
        while (i > 0 && quantiles[i - 1] > amount) i--;
        if (i === 0) return 1;
        if (i === quantiles.length) return 0;
        const within = (amount - quantiles[i - 1]) / (quantiles[i] - quantiles[i - 1]);
        return 1 - (share(i - 1) + within * (share(i) - share(i - 1)));
    };

    const percent = (p) => (100 * p).toFixed(p > 0.1 ? 0 : 1) + " %";
    const money = (x) => Math.abs(x) >= 100 ? Math.round(x).toLocaleString("en-US")
        : String(Number(x.toPrecision(4)));

    const makeMovable = (chart) => {
        const [from, to, start, end] = chart.dataset.axis.split(" ").map(Number);
        const series = chart.dataset.quantiles.split(";").map((text) => text.split(" ").map(Number));
        const names = chart.dataset.names.split("\t"), n = Number(chart.dataset.n);
        const budget = chart.querySelector(".budget"), frame = chart.viewBox.baseVal;
        const bottom = Number(chart.querySelector(".axis").getAttribute("y1"));
        const top = Number(chart.querySelector(".grid").getAttribute("y1"));
        const handle = mark("g", { class: "handle", tabindex: 0, role: "slider",
            "aria-label": "Budget", "aria-valuemin": from, "aria-valuemax": to }, chart);
        const line = mark("line", { class: "budget", y1: top, y2: bottom }, handle);
        const grip = mark("rect", { class: "grip", y: top, width: 28, height: bottom - top + 16 },
            handle);
        const knob = mark("circle", { class: "knob", cy: bottom, r: 8 }, handle);
        const reading = document.createElement("p");
        reading.className = "reading";
        chart.parentNode.after(reading);
        let amount;

        const place = (x) => {
            const at = Math.max(start, Math.min(end, x));
            amount = from + (at - start) / (end - start) * (to - from);
            for (const name of ["x1", "x2"]) line.setAttribute(name, at);
            grip.setAttribute("x", at - 14);
            knob.setAttribute("cx", at);
            const said = series.map((quantiles, i) => {
                const p = chanceOver(quantiles, amount), [low, high] = interval(p, n);
                return names[i] + " exceeds it in about " + percent(p) + " (" + percent(low) + " to " +
                    percent(high) + ")";
            });
            const text = "A budget of " + money(amount) + " " + chart.dataset.currency + ": " +
                said.join("; ") + " of the futures.";
            reading.textContent = text;
            handle.setAttribute("aria-valuenow", amount);
            handle.setAttribute("aria-valuetext", text);
        };
        const toChart = (event) => {
            const box = chart.getBoundingClientRect();
            return (event.clientX - box.left) * frame.width / box.width;
        };
        const move = (event) => place(toChart(event));

        handle.addEventListener("pointerdown", (event) => {
            event.preventDefault();
            handle.focus({ preventScroll: true });
            handle.setPointerCapture(event.pointerId);
            handle.addEventListener("pointermove", move);
        });
        for (const name of ["pointerup", "pointercancel"])
            handle.addEventListener(name, () => handle.removeEventListener("pointermove", move));
        handle.addEventListener("keydown", (event) => {
            const step = { ArrowRight: 1, ArrowUp: 1, PageUp: 10, ArrowLeft: -1, ArrowDown: -1,
                PageDown: -10, Home: -1000, End: 1000 }[event.key];
            if (!step) return;
            event.preventDefault();
            place(Number(knob.getAttribute("cx")) + step * (end - start) / 200);
        });
        place(budget && budget.parentNode === chart ? Number(budget.getAttribute("x1"))
            : (start + end) / 2);
    };

    for (const chart of document.querySelectorAll("svg[data-quantiles]")) makeMovable(chart);
})();
/*]]>*/
