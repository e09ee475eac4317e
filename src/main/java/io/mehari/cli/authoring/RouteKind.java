package io.mehari.cli.authoring;

import java.util.Locale;

/** What {@code mehari new} can write; constants are spelled as users write them. */
enum RouteKind {
    /** A route that is a tool. */
    TOOL("tools", ""),
    /** A stage that every call passes. */
    STAGE("pipeline", "tool-call-"),
    /** What is done about failed calls of one category. */
    RECOVERY("recovery", "recover-");

    private final String folder;
    private final String prefix;

    RouteKind(String folder, String prefix) {
        this.folder = folder;
        this.prefix = prefix;
    }

    /** The name without what the file's name begins with by itself. */
    String bare(String name) {
        return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
    }

    /** Id of the route, which its file is called by. */
    String id(String name) {
        return prefix + name;
    }

    /** The file below the folder of route files. */
    String file(String name) {
        return folder + "/" + id(name) + ".camel.yaml";
    }

    /** Its word on the command line, and the name of its template. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
