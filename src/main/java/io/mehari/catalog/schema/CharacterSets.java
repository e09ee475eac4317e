package io.mehari.catalog.schema;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Sets of characters as ECMA-262 defines them (section 22.2.2), as members of a character class of Java. */
final class CharacterSets {
    private static final String DIGIT = "0-9";
    private static final String NO_DIGIT = "\\x{0}-\\x{2F}\\x{3A}-\\x{10FFFF}";
    private static final String WORD = "A-Za-z0-9_";
    private static final String NO_WORD = "\\x{0}-\\x{2F}\\x{3A}-\\x{40}\\x{5B}-\\x{5E}\\x{60}\\x{7B}-\\x{10FFFF}";
    private static final String SPACE =
            "\\x{9}-\\x{D}\\x{20}\\x{A0}\\x{1680}\\x{2000}-\\x{200A}\\x{2028}\\x{2029}\\x{202F}\\x{205F}\\x{3000}\\x{FEFF}";
    private static final String NO_SPACE = "\\x{0}-\\x{8}\\x{E}-\\x{1F}\\x{21}-\\x{9F}\\x{A1}-\\x{167F}"
            + "\\x{1681}-\\x{1FFF}\\x{200B}-\\x{2027}\\x{202A}-\\x{202E}\\x{2030}-\\x{205E}\\x{2060}-\\x{2FFF}"
            + "\\x{3001}-\\x{FEFE}\\x{FF00}-\\x{10FFFF}";

    /** Every character but the ends of lines. */
    static final String DOT = "[^\\n\\r\\x{2028}\\x{2029}]";

    static final String BOUNDARY = "(?:(?<=[" + WORD + "])(?![" + WORD + "])|(?<![" + WORD + "])(?=[" + WORD + "]))";

    static final String NO_BOUNDARY = "(?:(?<=[" + WORD + "])(?=[" + WORD + "])|(?<![" + WORD + "])(?![" + WORD + "]))";

    private static final Set<String> CATEGORIES = Set.of(
            "C", "Cc", "Cf", "Cn", "Co", "Cs", "L", "LC", "Ll", "Lm", "Lo", "Lt", "Lu", "M", "Mc", "Me", "Mn", "N",
            "Nd", "Nl", "No", "P", "Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps", "S", "Sc", "Sk", "Sm", "So", "Z", "Zl",
            "Zp", "Zs");

    private static final Map<String, String> LONG_NAMES = names(
            "Other C Control Cc cntrl Cc Format Cf Unassigned Cn Private_Use Co Surrogate Cs Letter L Cased_Letter LC"
                    + " Lowercase_Letter Ll Modifier_Letter Lm Other_Letter Lo Titlecase_Letter Lt Uppercase_Letter Lu"
                    + " Mark M Combining_Mark M Spacing_Mark Mc Enclosing_Mark Me Nonspacing_Mark Mn Number N"
                    + " Decimal_Number Nd digit Nd Letter_Number Nl Other_Number No Punctuation P punct P"
                    + " Connector_Punctuation Pc Dash_Punctuation Pd Close_Punctuation Pe Final_Punctuation Pf"
                    + " Initial_Punctuation Pi Other_Punctuation Po Open_Punctuation Ps Symbol S Currency_Symbol Sc"
                    + " Modifier_Symbol Sk Math_Symbol Sm Other_Symbol So Separator Z Line_Separator Zl"
                    + " Paragraph_Separator Zp Space_Separator Zs");

    private static final Map<String, String> BINARY = names(
            "Alphabetic IsAlphabetic Alpha IsAlphabetic Lowercase IsLowercase Lower IsLowercase Uppercase IsUppercase"
                    + " Upper IsUppercase White_Space IsWhite_Space space IsWhite_Space Ideographic IsIdeographic"
                    + " Ideo IsIdeographic Hex_Digit IsHex_Digit Hex IsHex_Digit Assigned IsAssigned"
                    + " Noncharacter_Code_Point IsNoncharacter_Code_Point Join_Control IsJoin_Control ASCII ASCII");

    private CharacterSets() {}

    private static Map<String, String> names(String pairs) {
        Map<String, String> names = new HashMap<>();
        String[] words = pairs.split(" ");
        for (int i = 0; i < words.length; i += 2) {
            names.put(words[i], words[i + 1]);
        }
        return names;
    }

    /**
     * The set that a letter behind a backslash stands for.
     *
     * @param letter the letter
     * @return empty if it stands for none
     */
    static Optional<String> ofLetter(int letter) {
        return Optional.ofNullable(
                switch (letter) {
                    case 'd' -> DIGIT;
                    case 'D' -> NO_DIGIT;
                    case 'w' -> WORD;
                    case 'W' -> NO_WORD;
                    case 's' -> SPACE;
                    case 'S' -> NO_SPACE;
                    default -> null;
                });
    }

    /**
     * The set that a property stands for.
     *
     * @param negated whether it is of {@code \P}
     * @param name what stands in the braces, as a name or {@code name=value}
     * @return a member of a class
     * @throws UnknownPatternException if Java does not know it
     */
    static String ofProperty(boolean negated, String name) throws UnknownPatternException {
        if (name.equals("Any") && !negated) {
            return "\\x{0}-\\x{10FFFF}";
        }
        return (negated ? "\\P{" : "\\p{") + javaName(name) + "}";
    }

    private static String javaName(String name) throws UnknownPatternException {
        int equals = name.indexOf('=');
        String key = equals < 0 ? "" : name.substring(0, equals);
        String value = name.substring(equals + 1);
        if (key.equals("Script") || key.equals("sc") || key.equals("Script_Extensions") || key.equals("scx")) {
            return "script=" + value;
        }
        if (key.isEmpty() || key.equals("General_Category") || key.equals("gc")) {
            if (CATEGORIES.contains(value)) {
                return value;
            }
            if (LONG_NAMES.containsKey(value)) {
                return LONG_NAMES.get(value);
            }
            if (key.isEmpty() && BINARY.containsKey(value)) {
                return BINARY.get(value);
            }
        }
        throw new UnknownPatternException("the property " + name + " is not known");
    }
}
