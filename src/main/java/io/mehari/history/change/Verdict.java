package io.mehari.history.change;

import java.util.List;

/**
 * What was found in a set of files.
 *
 * @param fatal whether a gateway would not start with them
 * @param errors what is wrong
 * @param warnings what is odd
 */
record Verdict(boolean fatal, List<FileProblem> errors, List<FileProblem> warnings) {}
