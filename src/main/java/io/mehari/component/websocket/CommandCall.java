package io.mehari.component.websocket;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Caller;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One call of a command, as its route finds it in the exchange property {@value #PROPERTY}. Safe for concurrent use.
 */
public final class CommandCall {
    /** Name of the exchange property. */
    public static final String PROPERTY = "mehariCommand";

    private final String name;
    private final Caller caller;
    private final InetAddress peer;
    private final Consumer<ObjectNode> progress;
    private final List<Runnable> hooks = new ArrayList<>();
    private boolean left;

    /**
     * A call.
     *
     * @param name name of the command
     * @param caller who calls it
     * @param peer the machine that it comes from; null if that is not known
     * @param progress takes what is to be told before the result; never blocks
     */
    public CommandCall(String name, Caller caller, InetAddress peer, Consumer<ObjectNode> progress) {
        this.name = name;
        this.caller = caller;
        this.peer = peer;
        this.progress = progress;
    }

    /**
     * The command.
     *
     * @return its name
     */
    public String name() {
        return name;
    }

    /**
     * Who calls it.
     *
     * @return never null
     */
    public Caller caller() {
        return caller;
    }

    /**
     * The machine that it comes from.
     *
     * @return null if that is not known
     */
    public InetAddress peer() {
        return peer;
    }

    /**
     * Tells the caller how far the command has come.
     *
     * @param payload what is told
     */
    public void progressed(ObjectNode payload) {
        progress.accept(payload);
    }

    /**
     * Runs a hook once the caller has gone; immediately if it has already.
     *
     * @param hook must not block
     */
    public void onLeave(Runnable hook) {
        synchronized (this) {
            if (!left) {
                hooks.add(hook);
                return;
            }
        }
        hook.run();
    }

    /** The caller has gone: nobody reads the result. */
    public void leave() {
        List<Runnable> toRun;
        synchronized (this) {
            left = true;
            toRun = List.copyOf(hooks);
            hooks.clear();
        }
        toRun.forEach(Runnable::run);
    }
}
