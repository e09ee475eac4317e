package io.mehari.failure;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Reads the error patterns beside the working directory, or those the jar carries, and makes the firewall. */
@Configuration(proxyBeanMethods = false)
class FailureConfiguration {
    @Bean
    FailureClassifier failureClassifier() {
        return FailureClassifier.read(ErrorPatternsFile.find());
    }

    @Bean
    ErrorFirewall errorFirewall() {
        return new ErrorFirewall();
    }
}
