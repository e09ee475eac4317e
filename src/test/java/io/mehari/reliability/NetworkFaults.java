package io.mehari.reliability;

import static io.mehari.call.Outcome.OUTCOME_UNKNOWN;
import static io.mehari.call.Outcome.TIMED_OUT;
import static io.mehari.call.Outcome.UNAVAILABLE;
import static io.mehari.reliability.Noticed.AT_ONCE;
import static io.mehari.reliability.Noticed.BY_ATTEMPT;
import static io.mehari.reliability.Noticed.BY_CONNECT;
import static io.mehari.reliability.Noticed.BY_WAIT;
import static io.mehari.reliability.Transport.SSE;
import static io.mehari.reliability.Transport.STREAMABLE_HTTP;

import io.mehari.call.Outcome;
import io.mehari.reliability.HttpScene.Step;
import io.mehari.reliability.TcpProxy.Mode;
import java.io.IOException;
import java.util.List;
import javax.net.ssl.SSLContext;

/** Faults of connections and of certificates, over both transports on HTTP: all of them the proxy's doing. */
final class NetworkFaults {
    private static final List<Transport> BOTH = List.of(STREAMABLE_HTTP, SSE);
    private static final Step LISTEN = scene -> scene.proxy().listen();
    private static final Step FORWARD = scene -> scene.proxy().mode(Mode.FORWARD);
    private static final Step DROP_AND_HOLD = scene -> {
        scene.proxy().mode(Mode.HOLD);
        scene.proxy().drop();
    };

    private final FaultMatrix matrix;

    NetworkFaults(FaultMatrix matrix) {
        this.matrix = matrix;
    }

    void add(TlsKeys keys) throws IOException {
        connecting();
        silence();
        certificate("certificate of an unknown authority", keys, keys.untrusted());
        certificate("certificate of another host", keys, keys.misnamed());
        cut("reset before the headers", Mode.RESET_BEFORE_HEADERS);
        cut("reset within the headers", Mode.RESET_IN_HEADERS);
        cut("reset within the body", Mode.RESET_IN_BODY);
        cut("closed before the answer", Mode.CLOSE_BEFORE_ANSWER);
    }

    private void connecting() throws IOException {
        for (Transport transport : BOTH) {
            HttpScene refused =
                    new HttpScene(transport, null, scene -> scene.proxy().refuse(), LISTEN);
            matrix.add("refused", transport, UNAVAILABLE, AT_ONCE, refused, "refuses connections");
            HttpScene hole =
                    new HttpScene(transport, null, scene -> scene.proxy().swallowConnects(), LISTEN);
            Noticed noticed = transport == SSE ? BY_WAIT : BY_CONNECT;
            matrix.add("black hole while connecting", transport, UNAVAILABLE, noticed, hole);
        }
    }

    private void silence() throws IOException {
        for (Transport transport : BOTH) {
            // Without its event stream nothing is sent over HTTP+SSE: the call waits for the next connection
            Outcome outcome = transport == SSE ? UNAVAILABLE : TIMED_OUT;
            HttpScene hole = new HttpScene(transport, null, DROP_AND_HOLD, FORWARD);
            matrix.add("black hole after accept", transport, outcome, BY_ATTEMPT, hole);
            silent("connection freezes", transport, scene -> scene.proxy().mode(Mode.HOLD));
            silent("1 byte a second", transport, scene -> scene.proxy().mode(Mode.BYTE_A_SECOND));
        }
    }

    private void silent(String name, Transport transport, Step begin) throws IOException {
        matrix.add(name, transport, TIMED_OUT, BY_ATTEMPT, new HttpScene(transport, null, begin, FORWARD));
    }

    private void certificate(String name, TlsKeys keys, SSLContext shown) throws IOException {
        Step begin = scene -> {
            scene.proxy().certificate(shown);
            scene.proxy().drop();
        };
        Step lift = scene -> scene.proxy().certificate(keys.trusted());
        for (Transport transport : BOTH) {
            HttpScene scene = new HttpScene(transport, keys, begin, lift);
            matrix.add(name, transport, UNAVAILABLE, AT_ONCE, scene, "TLS handshake failed");
        }
    }

    private void cut(String name, Mode mode) throws IOException {
        HttpScene scene =
                new HttpScene(STREAMABLE_HTTP, null, one -> one.proxy().mode(mode), FORWARD);
        matrix.add(name, STREAMABLE_HTTP, OUTCOME_UNKNOWN, AT_ONCE, scene, "may have run");
    }
}
