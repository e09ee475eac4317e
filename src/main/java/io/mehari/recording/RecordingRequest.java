package io.mehari.recording;

import java.time.Duration;
import java.util.Optional;

/**
 * Which calls are to be recorded.
 *
 * @param server calls of tools of this server only; empty for all
 * @param tool calls of tools of this name only; empty for all
 * @param calls after so many the recording ends, from 1 to {@value #MOST_CALLS}
 * @param life after so long it ends at the latest, up to {@value #LONGEST_SECONDS} s
 * @param by who asks
 */
public record RecordingRequest(Optional<String> server, Optional<String> tool, int calls, Duration life, String by) {
    /** Most calls of one recording. */
    public static final int MOST_CALLS = 20;

    /** Longest time that one recording takes calls, in seconds. */
    public static final int LONGEST_SECONDS = 300;

    boolean matches(String calledServer, String calledTool) {
        return server.map(calledServer::equals).orElse(true)
                && tool.map(calledTool::equals).orElse(true);
    }
}
