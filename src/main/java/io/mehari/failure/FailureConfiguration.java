package io.mehari.failure;

import io.mehari.history.LastGood;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Reads the error patterns beside the working directory, or those the jar carries, and makes the firewall. */
@Configuration(proxyBeanMethods = false)
class FailureConfiguration {
    @Bean
    FailureClassifier failureClassifier(Environment environment) {
        return FailureClassifier.read(ErrorPatternsFile.find(LastGood.folder(environment)));
    }

    @Bean
    ErrorFirewall errorFirewall() {
        return new ErrorFirewall();
    }
}
