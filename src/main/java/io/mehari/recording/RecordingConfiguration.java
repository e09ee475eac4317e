package io.mehari.recording;

import io.mehari.component.generation.RunningGeneration;
import io.mehari.redaction.Redaction;
import io.netty.util.Timer;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Recordings of calls. */
@Configuration(proxyBeanMethods = false)
class RecordingConfiguration {
    @Bean
    Recordings recordings(RunningGeneration running, Redaction redaction, Timer timer, Clock clock) {
        return new Recordings(running, redaction, timer, clock, System::nanoTime);
    }
}
