package io.mehari;

import io.mehari.cli.CommandLineInterface;
import io.mehari.cli.StdioRun;
import io.mehari.launch.Launch;
import io.mehari.launch.ProcessEnd;
import io.mehari.logging.FatalErrors;
import java.io.IOException;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.ComponentScan;

/**
 * The program: {@code mehari --help} lists what it can do. Its parts are found by the names of their configurations, so
 * that a start reads those classes and not all.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
@ComponentScan(resourcePattern = "**/*Configuration.class")
public class MehariApplication {
    /**
     * A client that begins TLS handshakes again and again on one connection costs the gateway more than itself. The JVM
     * reads this once, before its first TLS connection.
     */
    private static final String NO_RENEGOTIATION = "jdk.tls.rejectClientInitiatedRenegotiation";

    /**
     * Netty notes the stack of every 128th buffer in order to name one that is not given back, which costs 2 % of each
     * call. The tests look for such buffers; a gateway does where this is set. Read once, with the first buffer.
     */
    private static final String LEAK_DETECTION = "io.netty.leakDetection.level";

    /** Entry point: commands and options of Mehari, and settings as Spring Boot takes them. */
    public static void main(String[] args) throws IOException, InterruptedException {
        setUnlessSet(NO_RENEGOTIATION, "true");
        setUnlessSet(LEAK_DETECTION, "disabled");
        FatalErrors.watchThreads();
        CommandLineInterface commandLine = new CommandLineInterface(System.getenv());
        int exitCode = commandLine.execute(args);
        if (commandLine.rehearsal().isPresent()) {
            System.exit(commandLine.rehearsal().get().run(MehariApplication.class));
        } else if (commandLine.demo().isPresent()) {
            System.exit(commandLine.demo().get().run(MehariApplication.class));
        } else if (commandLine.stdio().isPresent()) {
            serve(commandLine.stdio().get());
        } else if (commandLine.launch().isPresent()) {
            serve(commandLine.launch().get());
        } else {
            System.exit(exitCode);
        }
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** Serves one client, and ends with it. */
    private static void serve(StdioRun client) throws InterruptedException, IOException {
        try {
            System.exit(client.run(MehariApplication.class));
        } catch (RuntimeException | Error e) {
            FatalErrors.endIfFatal(e);
            ProcessEnd.with(ProcessEnd.FAILED_START);
        }
    }

    /** A start that fails has said why; what it has started by then must not keep the process alive. */
    private static void serve(Launch launch) {
        try {
            launch.run(MehariApplication.class);
        } catch (RuntimeException | Error e) {
            FatalErrors.endIfFatal(e);
            ProcessEnd.with(ProcessEnd.FAILED_START);
        }
    }
}
