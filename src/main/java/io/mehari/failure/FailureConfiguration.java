package io.mehari.failure;

import io.mehari.deadletter.Redaction;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;

/** Reads the error patterns beside the working directory, or those the jar carries, and makes the firewall. */
@Configuration(proxyBeanMethods = false)
class FailureConfiguration {
    @Bean
    FailureClassifier failureClassifier() {
        Resource beside = new FileSystemResource("config/error-patterns.yaml");
        return FailureClassifier.read(
                beside.exists() ? beside : new ClassPathResource("mehari/config/error-patterns.yaml"));
    }

    @Bean
    ErrorFirewall errorFirewall(Redaction redaction) {
        return new ErrorFirewall(redaction);
    }
}
