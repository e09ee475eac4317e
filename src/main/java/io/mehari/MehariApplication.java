package io.mehari;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the gateway. */
@SpringBootApplication
public class MehariApplication {
    /** Entry point; arguments are Spring Boot's. */
    public static void main(String[] args) {
        SpringApplication.run(MehariApplication.class, args);
    }
}
