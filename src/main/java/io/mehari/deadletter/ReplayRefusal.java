package io.mehari.deadletter;

import java.util.Optional;

/**
 * Why the call of a dead letter is not made once more.
 *
 * @param reason for programs
 * @param message cause and remedy, for people
 */
public record ReplayRefusal(Reason reason, String message) {
    /** Kinds of reasons. */
    public enum Reason {
        /** There is no letter of that id. */
        NOT_FOUND,
        /** It is being replayed, was replayed, or was discarded. */
        NOT_WAITING,
        /** The tool may have run and nobody says that it may run twice. */
        MAY_HAVE_RUN,
        /** Something of the call is not kept. */
        INCOMPLETE,
        /** The server or its tool is not there. */
        TOOL_GONE
    }

    static ReplayRefusal notFound(String id) {
        return new ReplayRefusal(
                Reason.NOT_FOUND,
                "There is no dead letter " + id + "; it may have expired or made room for newer ones");
    }

    static ReplayRefusal taken(String id) {
        return new ReplayRefusal(
                Reason.NOT_WAITING,
                "Dead letter " + id + " was being replayed by another gateway at this moment; look at it again later");
    }

    /**
     * Why the call of a letter is not made although it was claimed.
     *
     * @param id of the letter
     * @return that too much of the claim's time went by
     */
    public static ReplayRefusal late(String id) {
        return new ReplayRefusal(
                Reason.NOT_WAITING,
                "Dead letter " + id
                        + " was claimed too late for its call to be made: the database, or the gateway, stood still."
                        + " The letter can be replayed again once the claim has run out, within some minutes");
    }

    /**
     * Why a letter can be replayed by nobody, whatever its tool.
     *
     * @param letter as it is stored
     * @return empty if it waits and is whole
     */
    public static Optional<ReplayRefusal> of(DeadLetter letter) {
        Replays replays = letter.replays();
        if (replays.state() != LetterState.WAITING) {
            return Optional.of(new ReplayRefusal(Reason.NOT_WAITING, why(letter.id(), replays)));
        }
        if (letter.withheld() != Withheld.NOTHING) {
            return Optional.of(new ReplayRefusal(
                    Reason.INCOMPLETE,
                    "Dead letter " + letter.id() + " cannot be replayed: "
                            + letter.withheld().why()
                            + ". Make the call again with what is missing, and discard the letter"));
        }
        return Optional.empty();
    }

    private static String why(String id, Replays replays) {
        String request = replays.last().map(Replays.Last::requestId).orElse("");
        return switch (replays.state()) {
            case REPLAYING ->
                "Dead letter " + id + " is being replayed by request " + request + "; look at it again later";
            case REPLAYED ->
                "Dead letter " + id + " was replayed by request " + request
                        + " and answered; make a new call if it is to run once more";
            default -> "Dead letter " + id + " was discarded; make a new call if it is to run";
        };
    }
}
