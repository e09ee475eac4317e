package io.mehari.endpoint.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Scope;
import io.mehari.component.websocket.Command;
import io.mehari.component.websocket.CommandCall;
import io.mehari.component.websocket.CommandError;
import io.mehari.component.websocket.CommandFailedException;
import io.mehari.component.websocket.CommandRegistry;
import io.mehari.component.websocket.LiveSocket;
import io.mehari.component.websocket.SocketEvents;
import io.mehari.notification.Notifier;
import io.mehari.text.NearestNames;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Takes the messages of clients and answers each of them once: by what belongs to the connection itself, or by the route
 * that is the command. Whatever a client sends, the connection stays. Safe for concurrent use.
 */
public final class CommandListener implements SocketEvents {
    private final Map<String, CommandSession> sessions = new ConcurrentHashMap<>();
    private final CommandRegistry commands;
    private final ConnectionCommands own;
    private final CommandLimits limits;
    private final LongSupplier nanoTime;

    /**
     * A listener without connections.
     *
     * @param commands routes that are commands
     * @param own what belongs to the connection
     * @param limits how much one connection may ask for
     * @param nanoTime {@link System#nanoTime()}, or a test's own
     */
    CommandListener(CommandRegistry commands, ConnectionCommands own, CommandLimits limits, LongSupplier nanoTime) {
        this.commands = commands;
        this.own = own;
        this.limits = limits;
        this.nanoTime = nanoTime;
    }

    /**
     * A listener of the live plane.
     *
     * @param commands routes that are commands
     * @param notifier who wants which topics
     * @param access who has which key
     * @param limits how much one connection may ask for
     * @return without connections
     */
    public static CommandListener of(
            CommandRegistry commands, Notifier notifier, LiveAccess access, CommandLimits limits) {
        return new CommandListener(
                commands, new ConnectionCommands(notifier, access, commands), limits, System::nanoTime);
    }

    /** Open to all: who has no key yet may send one. */
    @Override
    public Optional<Scope> scope() {
        return Optional.empty();
    }

    @Override
    public void opened(LiveSocket socket) {
        RateLimit rate = new RateLimit(limits.perSecond(), nanoTime.getAsLong());
        sessions.put(socket.key(), new CommandSession(socket, rate));
    }

    @Override
    public void closed(LiveSocket socket) {
        CommandSession session = sessions.remove(socket.key());
        if (session != null) {
            session.leave();
            own.leave(session);
        }
    }

    @Override
    public void message(LiveSocket socket, String text) {
        CommandSession session = sessions.get(socket.key());
        if (session == null) {
            return;
        }
        JsonNode id = NullNode.getInstance();
        try {
            session.requireRate(nanoTime.getAsLong());
            ObjectNode message = CommandMessage.read(text);
            id = CommandMessage.idOf(message);
            dispatch(session, CommandMessage.of(message));
        } catch (RuntimeException e) {
            session.answer(CommandAnswer.error(id, e));
        }
    }

    private void dispatch(CommandSession session, CommandMessage message) {
        if (own.answers(session, message)) {
            return;
        }
        if (!session.isKnown()) {
            throw new CommandFailedException(
                    CommandError.UNAUTHENTICATED,
                    "An API key is needed: send {\"id\": 0, \"method\": \"authenticate\", \"params\": {\"key\": \"...\"}} first,"
                            + " or the header Authorization: Bearer <key>");
        }
        Command command = commands.find(message.method()).orElseThrow(() -> unknown(message.method()));
        require(session, command.scope());
        CommandCall call = session.begin(message, limits.running());
        try {
            command.run()
                    .of(call, message.params())
                    .whenComplete((result, failure) -> session.end(
                            call,
                            failure == null
                                    ? CommandAnswer.result(message.id(), result)
                                    : CommandAnswer.error(message.id(), failure)));
        } catch (RuntimeException e) {
            session.end(call, CommandAnswer.error(message.id(), e));
        }
    }

    static void require(CommandSession session, Scope scope) {
        if (!session.caller().has(scope)) {
            throw new CommandFailedException(
                    CommandError.FORBIDDEN,
                    session.caller().name() + " lacks the scope " + scope.name().toLowerCase(Locale.ROOT));
        }
    }

    private CommandFailedException unknown(String method) {
        List<String> names = commands.all().stream().map(Command::name).toList();
        List<String> nearest = NearestNames.of(method, names);
        return new CommandFailedException(
                CommandError.UNKNOWN_COMMAND,
                "There is no command \"" + method + "\"; "
                        + (nearest.isEmpty()
                                ? "there are " + String.join(", ", names)
                                : "did you mean " + String.join(", ", nearest) + "?"));
    }
}
