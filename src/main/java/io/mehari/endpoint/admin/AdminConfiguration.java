package io.mehari.endpoint.admin;

import io.mehari.component.generation.RunningGeneration;
import io.mehari.deadletter.DeadLetters;
import io.mehari.routes.Generations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where the admin paths get what they show. */
@Configuration(proxyBeanMethods = false)
class AdminConfiguration {
    @Bean
    DeadLetterListing deadLetterListing(DeadLetters deadLetters) {
        return new StoredDeadLetters(deadLetters);
    }

    @Bean
    RouteHandlers routeQueries(Generations generations, RunningGeneration running) {
        return new RouteHandlers(generations, running);
    }
}
