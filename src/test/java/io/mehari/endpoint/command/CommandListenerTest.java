package io.mehari.endpoint.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.call.Caller;
import io.mehari.call.Scope;
import io.mehari.component.websocket.Command;
import io.mehari.component.websocket.CommandCall;
import io.mehari.component.websocket.CommandError;
import io.mehari.component.websocket.CommandFailedException;
import io.mehari.component.websocket.CommandRegistry;
import io.mehari.event.AlertRaised;
import io.mehari.event.AlertSeverity;
import io.mehari.event.GatewayEvents;
import io.mehari.notification.NotificationSettings;
import io.mehari.notification.Notifier;
import io.mehari.notification.Subscriber.Medium;
import io.mehari.protocol.Json;
import io.mehari.security.AccessRules;
import io.mehari.security.Expiry;
import io.mehari.security.FailedKeys;
import io.mehari.security.KeyHash;
import io.mehari.security.OriginRules;
import io.mehari.security.SecuritySettings;
import io.mehari.security.SecuritySettings.ApiKey;
import io.mehari.support.ChangesBehaviour;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages of clients: each is answered once, whatever it is, by the command, by the connection, or by an error. */
class CommandListenerTest {
    private static final SecuritySettings KEYS = new SecuritySettings(
            false,
            List.of(
                    new ApiKey("ops", KeyHash.of("right"), EnumSet.of(Scope.MONITOR)),
                    new ApiKey("late", KeyHash.of("late"), EnumSet.of(Scope.MONITOR), Expiry.valueOf("2020-01-01"))),
            List.of());

    private final CommandRegistry commands = new CommandRegistry();
    private final GatewayEvents events = new GatewayEvents();
    private final AtomicLong now = new AtomicLong();
    private final Notifier notifier = new Notifier(
            events, new NotificationSettings(Duration.ofMillis(100), 100, 100, false), () -> false, Clock.systemUTC());
    private final FakeSocket socket = new FakeSocket(Caller.LOCAL);
    private CommandListener listener = listener(new SecuritySettings(false, List.of(), List.of()));

    private CommandListener listener(SecuritySettings security) {
        LiveAccess access = new LiveAccess(
                new AccessRules(security), new FailedKeys(now::get), new OriginRules(security, true, false));
        return new CommandListener(
                commands, new ConnectionCommands(notifier, access, commands), new CommandLimits(50, 3), now::get);
    }

    @BeforeEach
    void open() {
        command("echo", Scope.MONITOR, (call, params) -> CompletableFuture.completedFuture(params));
        listener.opened(socket);
    }

    private void command(String name, Scope scope, Command.Run run) {
        commands.add(new Command(name, scope, "command-" + name, run));
    }

    private JsonNode answer(String message) {
        int before = socket.sent.size();
        listener.message(socket, message);
        assertThat(socket.sent).as("exactly one answer").hasSize(before + 1);
        return socket.last();
    }

    private static JsonNode json(String text) {
        try {
            return Json.read(text.replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @DisplayName("S0.5: RPC calls with ids")
    void answersByTheCommand() {
        assertThat(answer("{\"id\": 7, \"method\": \"echo\", \"params\": {\"a\": 1.50}}"))
                .isEqualTo(json("{'id': 7, 'result': {'a': 1.50}}"));
        assertThat(answer("{\"id\": \"seven\", \"method\": \"echo\"}"))
                .isEqualTo(json("{'id': 'seven', 'result': {}}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "1",
                "[]",
                "\"text\"",
                "{",
                "{\"id\"",
                "{}",
                "{\"id\": null, \"method\": \"echo\"}",
                "{\"id\": {}, \"method\": \"echo\"}",
                "{\"id\": 1}",
                "{\"id\": 1, \"method\": 2}",
                "{\"id\": 1, \"method\": \"echo\", \"params\": []}",
                "{\"id\": 1, \"method\": \"echo\", \"params\": \"x\"}",
                "{\"id\": 1, \"method\": \"subscribe\"}",
                "{\"id\": 1, \"method\": \"subscribe\", \"params\": {\"topics\": \"calls\"}}",
                "{\"id\": 1, \"method\": \"subscribe\", \"params\": {\"topics\": [\"nothing\"]}}",
                "{\"id\": 1, \"method\": \"subscribe\", \"params\": {\"topics\": [1]}}",
                "{\"id\": 1, \"method\": \"subscribe\", \"params\": {\"topics\": [\"calls\"], \"since\": \"x\"}}",
                "{\"id\": 1, \"method\": \"unsubscribe\", \"params\": {}}",
                "{\"id\": 1, \"method\": \"echo\", \"id\": 2, \"method\": {}}",
            })
    @DisplayName("S0.5: a message that is none is answered, and the connection stays")
    void answersWhatIsNoMessage(String message) {
        JsonNode answer = answer(message);
        assertThat(answer.at("/error/code").asText()).isEqualTo("invalid_params");
        assertThat(answer.at("/error/message").asText()).isNotBlank().doesNotContain("Exception", "io.mehari", "\tat ");
        assertThat(answer("{\"id\": 1, \"method\": \"echo\"}").has("result")).isTrue();
    }

    @Test
    void nestedTooDeepIsNoMessage() {
        assertThat(answer("{\"id\":1,\"method\":\"echo\",\"params\":" + "{\"a\":".repeat(5000))
                        .at("/error/code")
                        .asText())
                .isEqualTo("invalid_params");
    }

    @Test
    void tellsWhichCommandWasMeant() {
        JsonNode answer = answer("{\"id\": 1, \"method\": \"ecko\"}");
        assertThat(answer.at("/error/code").asText()).isEqualTo("unknown_command");
        assertThat(answer.at("/error/message").asText()).contains("did you mean echo");
    }

    @Test
    @DisplayName("S0.5: scopes are checked per command")
    void asksForTheScope() {
        command("reload", Scope.ADMIN, (call, params) -> CompletableFuture.completedFuture(params));
        FakeSocket other = new FakeSocket(new Caller("ops", Set.of(Scope.MONITOR)));
        listener.opened(other);
        listener.message(other, "{\"id\": 1, \"method\": \"reload\"}");
        assertThat(other.last().path("error"))
                .isEqualTo(json("{'code': 'forbidden', 'message': 'ops lacks the scope admin'}"));
        listener.message(other, "{\"id\": 2, \"method\": \"echo\"}");
        assertThat(other.last().has("result")).isTrue();
    }

    @Test
    @DisplayName("S0.5: authentication by a first message, until then nothing else is answered")
    void letsInWhoShowsAKey() {
        listener = listener(KEYS);
        FakeSocket stranger = new FakeSocket(Caller.ANONYMOUS);
        listener.opened(stranger);
        for (String method : List.of("echo", "ping", "subscribe", "nothing")) {
            listener.message(stranger, "{\"id\": 1, \"method\": \"" + method + "\"}");
            assertThat(stranger.last().at("/error/code").asText()).as(method).isEqualTo("unauthenticated");
        }
        for (String key : List.of("wrong", "late", "")) {
            listener.message(
                    stranger, "{\"id\": 2, \"method\": \"authenticate\", \"params\": {\"key\": \"" + key + "\"}}");
            assertThat(stranger.last().at("/error/message").asText())
                    .isNotBlank()
                    .doesNotContain("wrong");
        }
        listener.message(stranger, "{\"id\": 0, \"method\": \"authenticate\", \"params\": {\"key\": \"right\"}}");
        assertThat(stranger.last())
                .isEqualTo(json("{'id': 0, 'result': {'caller': 'ops', 'scopes': ['monitor'], 'commands': ['echo']}}"));
        listener.message(stranger, "{\"id\": 3, \"method\": \"echo\"}");
        assertThat(stranger.last().has("result")).isTrue();
    }

    @Test
    @ChangesBehaviour("mehari.live.messages-per-second")
    @DisplayName("S0.5: rate limit")
    void answersTooManyWithBusy() {
        for (int i = 0; i < 100; i++) {
            assertThat(answer("{\"id\": 1, \"method\": \"ping\"}").has("result"))
                    .isTrue();
        }
        assertThat(answer("{\"id\": 1, \"method\": \"ping\"}").at("/error/code").asText())
                .isEqualTo("busy");
        now.addAndGet(Duration.ofMillis(20).toNanos());
        assertThat(answer("{\"id\": 1, \"method\": \"ping\"}").has("result")).isTrue();
    }

    @Test
    @ChangesBehaviour("mehari.live.commands")
    void boundsWhatRunsForAConnection() {
        List<CompletableFuture<JsonNode>> running = new ArrayList<>();
        command("wait", Scope.MONITOR, (call, params) -> {
            running.add(new CompletableFuture<>());
            return running.get(running.size() - 1);
        });
        for (int i = 0; i < 3; i++) {
            listener.message(socket, "{\"id\": " + i + ", \"method\": \"wait\"}");
        }
        assertThat(socket.sent).isEmpty();
        assertThat(answer("{\"id\": 3, \"method\": \"wait\"}").at("/error/code").asText())
                .isEqualTo("busy");
        running.get(1).complete(Json.object());
        assertThat(socket.last().path("id").asInt()).isEqualTo(1);
        listener.message(socket, "{\"id\": 4, \"method\": \"wait\"}");
        assertThat(running).hasSize(4);
    }

    @Test
    void aDefectIsToldWithoutItsText() {
        command("broken", Scope.MONITOR, (call, params) -> {
            throw new IllegalStateException("secret");
        });
        command(
                "late",
                Scope.MONITOR,
                (call, params) ->
                        CompletableFuture.failedFuture(new CompletionException(new IllegalStateException("secret"))));
        command(
                "known",
                Scope.MONITOR,
                (call, params) -> CompletableFuture.failedFuture(
                        new CommandFailedException(CommandError.NOT_FOUND, "no such thing")));
        for (String name : List.of("broken", "late")) {
            assertThat(answer("{\"id\": 1, \"method\": \"" + name + "\"}").path("error"))
                    .isEqualTo(json("{'code': 'internal', 'message':"
                            + " 'The command failed; the log of the gateway has the cause'}"));
        }
        assertThat(answer("{\"id\": 1, \"method\": \"known\"}").path("error"))
                .isEqualTo(json("{'code': 'not_found', 'message': 'no such thing'}"));
    }

    @Test
    @DisplayName("S0.5: call_tool with progress; a client that goes cancels it")
    void tellsProgressAndLeavesWithItsClient() {
        AtomicReference<CommandCall> call = new AtomicReference<>();
        AtomicInteger left = new AtomicInteger();
        command("call", Scope.CALL, (begun, params) -> {
            call.set(begun);
            begun.onLeave(left::incrementAndGet);
            return new CompletableFuture<>();
        });
        listener.message(socket, "{\"id\": \"c\", \"method\": \"call\"}");
        call.get().progressed(Json.object().put("progress", 1));
        assertThat(socket.last()).isEqualTo(json("{'type': 'call_progress', 'id': 'c', 'payload': {'progress': 1}}"));
        listener.closed(socket);
        assertThat(left).hasValue(1);
        call.get().onLeave(left::incrementAndGet);
        assertThat(left).hasValue(2);
        listener.message(socket, "{\"id\": 1, \"method\": \"echo\"}");
        assertThat(socket.sent).as("nothing to a connection that has ended").hasSize(1);
    }

    @Test
    @DisplayName("S0.5: subscribe, unsubscribe, replay by sequence")
    void tellsWhatAClientSubscribedTo() {
        alert("first");
        tick();
        JsonNode none = answer("{\"id\": 1, \"method\": \"subscribe\", \"params\": {\"topics\": [\"alerts\"]}}");
        assertThat(none.at("/result/topics")).isEqualTo(json("['alerts']"));
        long sequence = none.at("/result/sequence").asLong();
        alert("second");
        tick();
        assertThat(socket.last().at("/payload/key").asText()).isEqualTo("second");
        assertThat(socket.last().path("sequence").asLong()).isGreaterThan(sequence);

        FakeSocket back = new FakeSocket(Caller.LOCAL);
        listener.opened(back);
        listener.message(
                back,
                "{\"id\": 2, \"method\": \"subscribe\", \"params\": {\"topics\": [\"alerts\"], \"since\": " + sequence
                        + "}}");
        assertThat(back.all())
                .extracting(message -> message.at("/payload/key").asText())
                .containsExactly("", "second");
        assertThat(back.all().get(0).at("/result/missed").asBoolean()).isFalse();

        assertThat(answer("{\"id\": 3, \"method\": \"unsubscribe\", \"params\": {\"topics\": [\"alerts\"]}}")
                        .at("/result/topics"))
                .isEqualTo(json("[]"));
        int before = socket.sent.size();
        listener.closed(back);
        alert("third");
        tick();
        assertThat(socket.sent).hasSize(before);
        assertThat(notifier.subscribers()).isZero();
    }

    private void alert(String key) {
        events.publish(new AlertRaised(key, AlertSeverity.WARNING, "text", "remedy", Instant.EPOCH));
    }

    private void tick() {
        notifier.deliver(notifier.take(), Medium.WEBSOCKET);
    }
}
