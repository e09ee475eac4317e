package io.mehari.upstream.http.client;

import io.mehari.network.ByteBudget;

/** Says that an answer was dropped because calls hold as many bytes as they may. */
public final class DroppedAnswer {
    private DroppedAnswer() {}

    /**
     * Why an answer was dropped.
     *
     * @param budget that refused it
     * @return cause and remedy, to stand behind the server's name
     */
    public static String reason(ByteBudget budget) {
        return "answered, and the answer was dropped: calls hold " + budget.held() + " of the " + budget.limit()
                + " bytes that mehari.memory.max-held allows. The tool has probably run: check its effect before you"
                + " repeat it; ask for less at a time, or raise that limit";
    }
}
