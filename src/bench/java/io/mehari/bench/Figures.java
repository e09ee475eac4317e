package io.mehari.bench;

import java.util.List;

/** What one row of a report says. */
interface Figures {
    /** Headings, units included; rows of equal headings stand in one table. */
    List<String> headings();

    /** A text for each heading. */
    List<String> values();
}
