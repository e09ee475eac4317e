package io.mehari.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One part of the bench: what was measured, by whom, and the budgets it is held against. */
final class Cell {
    private final String title;
    private final String note;
    private final Map<String, Figures> rows = new LinkedHashMap<>();
    private final List<String> remarks = new ArrayList<>();
    private final List<Target> targets = new ArrayList<>();

    /**
     * An empty cell.
     *
     * @param title its heading
     * @param note one or two sentences: what is compared and how
     */
    Cell(String title, String note) {
        this.title = title;
        this.note = note;
    }

    Cell row(String what, Figures figures) {
        rows.put(what, figures);
        return this;
    }

    /** Adds a sentence about what was measured. */
    Cell remark(String remark) {
        remarks.add(remark);
        return this;
    }

    Cell target(Target target) {
        targets.add(target);
        return this;
    }

    String title() {
        return title;
    }

    String note() {
        return note;
    }

    Map<String, Figures> rows() {
        return rows;
    }

    List<String> remarks() {
        return remarks;
    }

    List<Target> targets() {
        return targets;
    }
}
