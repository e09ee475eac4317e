package io.mehari.call;

/**
 * Something that a call holds while it works at a server, such as a place in a bulkhead. Given back when that ends or the
 * call is cancelled, and meanwhile while the call waits for an answer of its own client, which may take minutes in which
 * the server works on nothing. Taken again when the client has answered, also where others have all of it since: as many
 * calls may be over a bound for a while as a server may have asked about. Safe for concurrent use.
 */
public final class HeldByCall {
    private final CallControl control;
    private final Runnable giveBack;
    private final Runnable takeAgain;
    private final Runnable forgetCancel;
    private final Runnable forgetAsking;
    private boolean held = true;
    private boolean ended;

    /**
     * It was taken and is held from now on.
     *
     * @param control of the call
     * @param giveBack gives it back; must not block
     * @param takeAgain takes it again at once, whatever the bound; must not block
     */
    public HeldByCall(CallControl control, Runnable giveBack, Runnable takeAgain) {
        this.control = control;
        this.giveBack = giveBack;
        this.takeAgain = takeAgain;
        this.forgetAsking = control.client().isAsked() ? control.onAsking(this::follow) : () -> {};
        this.forgetCancel = control.onCancel(this::release);
    }

    /** The work has ended. */
    public void end() {
        forgetCancel.run();
        release();
    }

    private void release() {
        forgetAsking.run();
        boolean had;
        synchronized (this) {
            had = held;
            held = false;
            ended = true;
        }
        if (had) {
            giveBack.run();
        }
    }

    private void follow() {
        boolean wanted;
        synchronized (this) {
            wanted = !control.isAsking();
            if (ended || wanted == held) {
                return;
            }
            held = wanted;
        }
        (wanted ? takeAgain : giveBack).run();
    }
}
