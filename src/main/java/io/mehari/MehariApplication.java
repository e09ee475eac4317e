package io.mehari;

import io.mehari.cli.CommandLineInterface;
import java.io.IOException;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The program: {@code mehari --help} lists what it can do. */
@SpringBootApplication
public class MehariApplication {
    /**
     * A client that begins TLS handshakes again and again on one connection costs the gateway more than itself. The JVM
     * reads this once, before its first TLS connection.
     */
    private static final String NO_RENEGOTIATION = "jdk.tls.rejectClientInitiatedRenegotiation";

    /** Entry point: commands and options of Mehari, and settings as Spring Boot takes them. */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (System.getProperty(NO_RENEGOTIATION) == null) {
            System.setProperty(NO_RENEGOTIATION, "true");
        }
        CommandLineInterface commandLine = new CommandLineInterface(System.getenv());
        int exitCode = commandLine.execute(args);
        if (commandLine.rehearsal().isPresent()) {
            System.exit(commandLine.rehearsal().get().run(MehariApplication.class));
        } else if (commandLine.launch().isPresent()) {
            commandLine.launch().get().run(MehariApplication.class);
        } else {
            System.exit(exitCode);
        }
    }
}
