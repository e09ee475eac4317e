/** Dead letters of a gateway that runs, from the command line: {@code mehari dead-letters}. */
package io.mehari.cli.letters;
