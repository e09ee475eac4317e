package io.mehari;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The program: {@code mehari --help} tells what it can do. */
@SpringBootApplication
public class MehariApplication {
    /** Entry point: commands and options of Mehari, and settings as Spring Boot takes them. */
    public static void main(String[] args) {
        CommandLineInterface commandLine = new CommandLineInterface(System.getenv());
        int exitCode = commandLine.execute(args);
        if (commandLine.launch().isPresent()) {
            commandLine.launch().get().run();
        } else {
            System.exit(exitCode);
        }
    }
}
