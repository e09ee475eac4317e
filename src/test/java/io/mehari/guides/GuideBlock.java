package io.mehari.guides;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A fenced block of a page.
 *
 * @param page the page's name, for messages
 * @param line where it begins, from 1
 * @param language the word after the fence; empty where there is none
 * @param mark the HTML comment above it, such as {@code file: servers.json}; empty where there is none
 * @param lead the paragraph above it, which says where a block is checked for its syntax only
 * @param text what stands between the fences
 */
record GuideBlock(String page, int line, String language, String mark, String lead, String text) {
    private static final Pattern SYNTAX_ONLY = Pattern.compile("\\(syntax only: [^)]+\\)");

    /** Begins the mark of a file that shows a mistake. */
    private static final String BROKEN = "broken file: ";

    /** What is done with a block. */
    enum Kind {
        /** Commands, which run. */
        COMMANDS,
        /** What the commands before it print. */
        OUTPUT,
        /** A file that is written before the commands behind it run. */
        FILE,
        /** A list of servers, settings or a route that is read as the gateway would read it. */
        SERVERS,
        SETTINGS,
        ROUTE,
        /** A message that a source file has. */
        MESSAGE,
        /** Only its syntax is checked, and the page says so. */
        SYNTAX,
        /** A mermaid picture. */
        PICTURE
    }

    /**
     * What is done with this one.
     *
     * @throws IllegalStateException if that is not said
     */
    Kind kind() {
        return known().orElseThrow(() -> new IllegalStateException(where() + ": a block \"" + language + "\" marked \""
                + mark
                + "\" is of no kind. Known are sh; text (output); json, yaml, python... with <!-- file: NAME -->;"
                + " json with <!-- servers --> or <!-- output -->; yaml with <!-- settings --> or <!-- route -->; text"
                + " with <!-- message: SOURCE -->; mermaid; and any below a paragraph that ends in (syntax only:"
                + " reason)"));
    }

    private Optional<Kind> known() {
        if (SYNTAX_ONLY.matcher(lead).find()) {
            return language.isEmpty() ? Optional.empty() : Optional.of(Kind.SYNTAX);
        }
        if (mark.startsWith("file: ") || mark.startsWith(BROKEN)) {
            return Optional.of(Kind.FILE);
        }
        return Optional.ofNullable(
                switch (language + " " + mark.replaceFirst(":.*", "")) {
                    case "sh ", "sh fails" -> Kind.COMMANDS;
                    case "text ", "text stop", "json output" -> Kind.OUTPUT;
                    case "json servers" -> Kind.SERVERS;
                    case "yaml settings" -> Kind.SETTINGS;
                    case "yaml route" -> Kind.ROUTE;
                    case "text message" -> Kind.MESSAGE;
                    case "mermaid " -> Kind.PICTURE;
                    default -> null;
                });
    }

    /** Whether it is a file that shows a mistake. */
    boolean isBroken() {
        return mark.startsWith(BROKEN);
    }

    /** What stands behind the colon of the mark. */
    String argument() {
        Matcher argument = Pattern.compile(":\\s*(.*)").matcher(mark);
        return argument.find() ? argument.group(1).strip() : "";
    }

    /** Page and line. */
    String where() {
        return page + ", line " + line;
    }
}
