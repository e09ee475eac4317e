package io.mehari.endpoint.live;

import static io.mehari.endpoint.live.RawSocket.BINARY;
import static io.mehari.endpoint.live.RawSocket.CLOSE;
import static io.mehari.endpoint.live.RawSocket.CONTINUATION;
import static io.mehari.endpoint.live.RawSocket.PING;
import static io.mehari.endpoint.live.RawSocket.PONG;
import static io.mehari.endpoint.live.RawSocket.TEXT;
import static io.mehari.endpoint.live.RawSocket.frame;
import static io.mehari.endpoint.live.RawSocket.part;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.mehari.endpoint.live.RawSocket.Frame;
import io.mehari.support.LiveClient;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.slf4j.LoggerFactory;

/**
 * RFC 6455 on the wire, as clients should not use it and as they may: each case ends with the status that the RFC names, or is
 * answered; nothing hangs, and no stack trace is logged.
 */
@DisplayName("S0.5: fuzzing of the WebSocket port")
class WebSocketProtocolTest {
    private static final int PROTOCOL_ERROR = 1002;
    private static final int NOT_UTF_8 = 1007;
    private static final int TOO_LARGE = 1009;
    private static final int NO_STATUS = 1005;
    /** The connection ended without a close frame. */
    private static final int CUT = -1;

    private static final int LARGEST = 64 * 1024;
    private static final byte[] NOTHING = {};
    private static final byte[] COMMAND = bytes("{\"id\":7,\"method\":\"echo\",\"params\":{\"a\":\"\u00e4\u20ac\"}}");

    private static final ListAppender<ILoggingEvent> LOG = new ListAppender<>();
    private static LiveServerFixture plane;

    @BeforeAll
    static void start() throws Exception {
        LOG.start();
        root().addAppender(LOG);
        plane = new LiveServerFixture(100, 100);
    }

    /** After all of that, the plane serves as before. */
    @AfterAll
    static void servesAsBefore() throws Exception {
        try (LiveClient client = LiveClient.open("ws://127.0.0.1:" + plane.port + "/ws")) {
            assertThat(client.call("echo", "{'still': 'there'}").path("still").asText())
                    .isEqualTo("there");
        }
        Awaitility.await().until(() -> plane.hub.all().isEmpty());
        plane.close();
        root().detachAppender(LOG);
        assertThat(LOG.list)
                .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN) || event.getThrowableProxy() != null)
                .as("no stack trace, no warning for what a client has sent")
                .isEmpty();
        plane = null;
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }

    /** What is sent ends the connection with one of these. */
    private static DynamicTest ends(String name, byte[] sent, Integer... statuses) {
        return DynamicTest.dynamicTest(name, () -> {
            try (RawSocket socket = new RawSocket(plane.port)) {
                socket.send(sent);
                Frame frame = socket.read();
                while (frame != null && frame.opcode() != CLOSE) {
                    frame = socket.read();
                }
                assertThat(frame == null ? CUT : frame.status()).isIn(Set.of(statuses));
                if (frame != null) {
                    socket.send(RawSocket.frame(CLOSE, NOTHING));
                    assertThat(socket.read()).as("then the end").isNull();
                }
            }
        });
    }

    /** What is sent is allowed, and the command in it is answered. */
    private static DynamicTest answered(String name, byte[]... sent) {
        return DynamicTest.dynamicTest(name, () -> {
            try (RawSocket socket = new RawSocket(plane.port)) {
                for (byte[] each : sent) {
                    socket.send(each);
                }
                Frame frame = socket.read();
                while (frame != null && frame.opcode() != TEXT && frame.opcode() != CLOSE) {
                    frame = socket.read();
                }
                assertThat(frame).isNotNull();
                assertThat(frame.text()).contains("\"id\":7", "\"result\"", "\u00e4\u20ac");
            }
        });
    }

    @TestFactory
    @DisplayName("opcodes that are reserved (section 5.2)")
    Stream<DynamicTest> reservedOpcodes() {
        List<DynamicTest> cases = new ArrayList<>();
        for (int opcode : new int[] {3, 4, 5, 6, 7, 11, 12, 13, 14, 15}) {
            for (byte[] payload : List.of(NOTHING, COMMAND)) {
                String name = "opcode " + opcode + ", " + payload.length + " bytes";
                cases.add(ends(name, frame(opcode, payload), PROTOCOL_ERROR));
                cases.add(ends(name + ", to be continued", part(opcode, payload), PROTOCOL_ERROR));
            }
        }
        return cases.stream();
    }

    @TestFactory
    @DisplayName("reserved bits without an extension (section 5.2)")
    Stream<DynamicTest> reservedBits() {
        List<DynamicTest> cases = new ArrayList<>();
        for (int bits = 1; bits < 8; bits++) {
            for (int opcode : new int[] {CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG}) {
                byte[] sent = frame(0x80 | bits << 4 | opcode, bytes("x"), true);
                cases.add(ends("bits " + bits + ", opcode " + opcode, sent, PROTOCOL_ERROR));
            }
        }
        return cases.stream();
    }

    @TestFactory
    @DisplayName("frames of a client without a mask (section 5.1)")
    Stream<DynamicTest> withoutMask() {
        List<DynamicTest> cases = new ArrayList<>();
        for (int opcode : new int[] {TEXT, BINARY, PING, PONG, CLOSE}) {
            for (int length : new int[] {0, 5, 125}) {
                byte[] sent = frame(0x80 | opcode, new byte[length], false);
                cases.add(ends("opcode " + opcode + ", " + length + " bytes", sent, PROTOCOL_ERROR));
            }
        }
        cases.add(ends("a long text", frame(0x81, new byte[300], false), PROTOCOL_ERROR));
        cases.add(ends("a very long text", frame(0x81, new byte[70_000], false), PROTOCOL_ERROR, TOO_LARGE));
        return cases.stream();
    }

    @TestFactory
    @DisplayName("control frames in parts, or too long (section 5.5)")
    Stream<DynamicTest> controlFrames() {
        List<DynamicTest> cases = new ArrayList<>();
        for (int opcode : new int[] {CLOSE, PING, PONG}) {
            for (int length : new int[] {0, 2, 125}) {
                byte[] payload = ByteBuffer.allocate(length).array();
                cases.add(ends(
                        "opcode " + opcode + " in parts, " + length + " bytes", part(opcode, payload), PROTOCOL_ERROR));
            }
            for (int length : new int[] {126, 127, 1_000, 65_535, 65_536}) {
                cases.add(ends(
                        "opcode " + opcode + " of " + length + " bytes",
                        frame(opcode, new byte[length]),
                        PROTOCOL_ERROR));
            }
        }
        return cases.stream();
    }

    @TestFactory
    @DisplayName("text that is no UTF-8 (section 8.1)")
    Stream<DynamicTest> badText() {
        List<DynamicTest> cases = new ArrayList<>();
        for (String hex : List.of(
                "80",
                "bf",
                "c0af",
                "c080",
                "c1bf",
                "e080af",
                "e09fbf",
                "eda080",
                "edbfbf",
                "f08080af",
                "f08fbfbf",
                "f4908080",
                "f5808080",
                "f8888080",
                "fe",
                "ff",
                "c3",
                "e282",
                "f09f98",
                "c328",
                "e28228",
                "f09f9828",
                "cebae1bdb9cf83cebcceb5eda080656469746564")) {
            byte[] bad = concat(bytes("{\"id\":\""), HexFormat.of().parseHex(hex), bytes("\"}"));
            cases.add(ends(hex, frame(TEXT, bad), NOT_UTF_8));
            byte[] begin = Arrays.copyOf(bad, 8);
            byte[] end = Arrays.copyOfRange(bad, 8, bad.length);
            cases.add(ends(hex + " in parts", concat(part(TEXT, begin), frame(CONTINUATION, end)), NOT_UTF_8));
        }
        return cases.stream();
    }

    @TestFactory
    @DisplayName("status of close frames (section 7.4)")
    Stream<DynamicTest> closing() {
        List<DynamicTest> cases = new ArrayList<>();
        for (int status : new int[] {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999}) {
            cases.add(ends("status " + status, frame(CLOSE, status(status, NOTHING)), status));
        }
        for (int status : new int[] {0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535}) {
            cases.add(ends("status " + status, frame(CLOSE, status(status, NOTHING)), PROTOCOL_ERROR));
        }
        cases.add(ends("no status", frame(CLOSE, NOTHING), NO_STATUS, 1000));
        cases.add(ends("half a status", frame(CLOSE, new byte[1]), PROTOCOL_ERROR));
        cases.add(ends("a long reason", frame(CLOSE, status(1000, bytes("r".repeat(123)))), 1000));
        cases.add(ends(
                "a reason that is no UTF-8",
                frame(CLOSE, status(1000, new byte[] {(byte) 0xC0, (byte) 0xAF})),
                NOT_UTF_8,
                PROTOCOL_ERROR));
        cases.add(ends("something after it", concat(frame(CLOSE, status(1000, NOTHING)), frame(TEXT, COMMAND)), 1000));
        return cases.stream();
    }

    private static byte[] status(int status, byte[] reason) {
        return concat(ByteBuffer.allocate(2).putShort((short) status).array(), reason);
    }

    @TestFactory
    @DisplayName("messages in parts (section 5.4)")
    Stream<DynamicTest> parts() {
        List<DynamicTest> cases = new ArrayList<>();
        cases.add(ends("the end of no message", frame(CONTINUATION, COMMAND), PROTOCOL_ERROR));
        cases.add(ends("the middle of no message", part(CONTINUATION, COMMAND), PROTOCOL_ERROR));
        for (int second : new int[] {TEXT, BINARY}) {
            cases.add(ends(
                    "a message in a message, opcode " + second,
                    concat(part(TEXT, COMMAND), frame(second, COMMAND)),
                    PROTOCOL_ERROR));
            cases.add(ends(
                    "after a whole one, opcode " + second,
                    concat(frame(TEXT, COMMAND), frame(CONTINUATION, COMMAND)),
                    PROTOCOL_ERROR));
        }
        for (int at = 0; at <= COMMAND.length; at += 3) {
            byte[] begin = Arrays.copyOf(COMMAND, at);
            byte[] end = Arrays.copyOfRange(COMMAND, at, COMMAND.length);
            cases.add(answered("in two at " + at, concat(part(TEXT, begin), frame(CONTINUATION, end))));
        }
        ByteArrayOutputStream single = new ByteArrayOutputStream();
        single.writeBytes(part(TEXT, NOTHING));
        for (byte each : COMMAND) {
            single.writeBytes(part(CONTINUATION, new byte[] {each}));
            single.writeBytes(frame(PING, bytes("p")));
        }
        single.writeBytes(frame(CONTINUATION, NOTHING));
        cases.add(answered("byte by byte with pings between", single.toByteArray()));
        byte[] whole = frame(TEXT, COMMAND);
        cases.add(answered(
                "a frame in two packets", Arrays.copyOf(whole, 3), Arrays.copyOfRange(whole, 3, whole.length)));
        cases.add(answered("pongs that nobody asked for", frame(PONG, bytes("x")), frame(PONG, NOTHING), whole));
        return cases.stream();
    }

    @TestFactory
    @DisplayName("lengths (sections 5.2 and 10.4)")
    Stream<DynamicTest> lengths() {
        List<DynamicTest> cases = new ArrayList<>();
        byte[] long64 = {(byte) 0x81, (byte) 0xFF};
        for (long length : new long[] {Long.MIN_VALUE, -1, Long.MAX_VALUE, 1L << 40, 1L << 31}) {
            byte[] head = concat(long64, ByteBuffer.allocate(12).putLong(length).array());
            cases.add(ends("a frame that says it has " + length + " bytes", head, PROTOCOL_ERROR, TOO_LARGE, CUT));
        }
        byte[] half = Arrays.copyOf(COMMAND, COMMAND.length);
        cases.add(ends("more than may be", frame(TEXT, bytes("x".repeat(LARGEST + 1))), TOO_LARGE));
        ByteArrayOutputStream parts = new ByteArrayOutputStream();
        parts.writeBytes(part(TEXT, half));
        for (int i = 0; i < 70; i++) {
            parts.writeBytes(part(CONTINUATION, bytes("x".repeat(1_000))));
        }
        cases.add(ends("more than may be, in parts", parts.toByteArray(), TOO_LARGE));
        String padded = new String(COMMAND, StandardCharsets.UTF_8);
        for (int length : new int[] {125, 126, 127, 65_535, LARGEST}) {
            int pad = length - COMMAND.length;
            cases.add(answered(length + " bytes", frame(TEXT, bytes(padded + " ".repeat(pad)))));
        }
        cases.add(ends("bytes where text is expected", frame(BINARY, COMMAND), 1003, NOT_UTF_8));
        return cases.stream();
    }

    @TestFactory
    @DisplayName("pings are answered with what they had (section 5.5.3)")
    Stream<DynamicTest> pings() {
        return Stream.of(0, 1, 4, 64, 125)
                .map(length -> DynamicTest.dynamicTest(length + " bytes", () -> {
                    byte[] payload = new byte[length];
                    Arrays.fill(payload, (byte) 0xFE);
                    try (RawSocket socket = new RawSocket(plane.port)) {
                        socket.send(frame(PING, payload));
                        Frame pong = socket.read();
                        assertThat(pong.opcode()).isEqualTo(PONG);
                        assertThat(pong.payload()).isEqualTo(payload);
                    }
                }));
    }

    @TestFactory
    @DisplayName("frames that come to no end: the client hangs up")
    Stream<DynamicTest> cutOff() {
        byte[] whole = frame(TEXT, bytes(new String(COMMAND, StandardCharsets.UTF_8) + " ".repeat(200)));
        return Stream.of(1, 2, 3, 5, 8, 20, whole.length - 1)
                .map(length -> DynamicTest.dynamicTest(length + " bytes of a frame", () -> {
                    int before = plane.hub.all().size();
                    try (RawSocket socket = new RawSocket(plane.port)) {
                        socket.send(Arrays.copyOf(whole, length));
                    }
                    Awaitility.await().until(() -> plane.hub.all().size() <= before);
                }));
    }
}
