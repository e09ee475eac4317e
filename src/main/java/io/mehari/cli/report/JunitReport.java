package io.mehari.cli.report;

import io.mehari.routes.check.Finding;
import java.io.StringWriter;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Findings as JUnit XML, which every build server shows: a file is a test, an error is a failure of it, and warnings stand
 * in its output. Stateless.
 */
public final class JunitReport {
    private static final String SUITE = "mehari check";

    private JunitReport() {}

    /**
     * Writes one suite.
     *
     * @param result what was found; a finding in a file that was not checked has a test of its own
     * @return XML
     */
    public static String of(CheckResult result) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            write(xml, result);
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("JUnit XML cannot be written", e);
        }
        return text.toString();
    }

    private static void write(XMLStreamWriter xml, CheckResult result) throws XMLStreamException {
        List<String> files = java.util.stream.Stream.concat(
                        result.files().stream(), result.findings().stream().map(Finding::file))
                .distinct()
                .sorted()
                .toList();
        xml.writeStartElement("testsuites");
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", SUITE);
        xml.writeAttribute("tests", Integer.toString(files.size()));
        long failed = files.stream().filter(file -> hasError(result, file)).count();
        xml.writeAttribute("failures", Long.toString(failed));
        xml.writeAttribute("errors", "0");
        xml.writeAttribute("skipped", "0");
        for (String file : files) {
            test(xml, file, result);
        }
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private static boolean hasError(CheckResult result, String file) {
        return result.findings().stream()
                .anyMatch(finding -> finding.isError() && finding.file().equals(file));
    }

    private static void test(XMLStreamWriter xml, String file, CheckResult result) throws XMLStreamException {
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", SUITE);
        xml.writeAttribute("name", file);
        StringBuilder errors = new StringBuilder();
        StringBuilder warnings = new StringBuilder();
        String first = "";
        for (Finding finding : result.findings()) {
            if (finding.file().equals(file)) {
                first = first.isEmpty() && finding.isError() ? finding.toString() : first;
                (finding.isError() ? errors : warnings).append(line(finding)).append('\n');
            }
        }
        if (!errors.isEmpty()) {
            xml.writeStartElement("failure");
            xml.writeAttribute("message", printable(first));
            xml.writeCharacters(printable(errors.toString()));
            xml.writeEndElement();
        }
        if (!warnings.isEmpty()) {
            xml.writeStartElement("system-out");
            xml.writeCharacters(printable(warnings.toString()));
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private static String line(Finding finding) {
        return finding.place() + ": " + finding.text() + " [" + finding.rule().id() + "]";
    }

    /** XML 1.0 has no way to write most control characters. */
    private static String printable(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "?");
    }
}
