package io.mehari.endpoint.mcp.offer;

import io.mehari.upstream.Offer.Kind;

/**
 * Two servers offer something under one name, of which clients of a view see the first only, or the second under another
 * name.
 *
 * @param list where they stand
 * @param name that both have
 * @param kept server whose it is
 * @param other the other server
 * @param shownAs name that the other's has instead; empty if it is left out
 */
record Conflict(Kind list, String name, String kept, String other, String shownAs) {
    private String kind() {
        return switch (list) {
            case TOOLS -> "tool";
            case PROMPTS -> "prompt";
            case RESOURCES -> "resource";
            case RESOURCE_TEMPLATES -> "resource template";
        };
    }

    /** For people: what it is, and the remedy. */
    String sentence() {
        return kept.equals(other)
                ? "Server " + kept + " lists " + kind() + " " + name + " twice; the first one is used"
                : "Servers " + kept + " and " + other + " both offer " + kind() + " " + name + ": it is that of " + kept
                        + "; that of " + other + " is "
                        + (shownAs.isEmpty() ? "at /mcp/" + other : "shown as " + shownAs);
    }
}
