package io.mehari.learning;

import java.util.regex.Pattern;

/**
 * The journal that records were written into. Numbers of records are unique within one, and never used again. Immutable.
 *
 * @param node which gateway: the name of its folder, made once
 * @param epoch which of its journals: another one begins where it is not known what of the one before was counted
 */
record Origin(String node, String epoch) {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{16}");

    /** @throws IllegalArgumentException if one of them is not sixteen hexadecimal digits */
    Origin {
        if (!ID.matcher(node).matches() || !ID.matcher(epoch).matches()) {
            throw new IllegalArgumentException("Not a node and an epoch: " + node + " " + epoch);
        }
    }
}
