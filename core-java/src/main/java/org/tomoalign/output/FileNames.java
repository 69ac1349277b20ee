package org.tomoalign.output;

/** File names made from names in STAR files. */
public final class FileNames {
    private FileNames() {
    }

    /**
     * Returns a name that can stand in a path: slashes, backslashes, colons and control characters become underscores,
     * and so does a leading dot (which would hide the file, or leave the folder).
     */
    public static String safe(String name) {
        StringBuilder safe = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean bad = c == '/' || c == '\\' || c == ':' || Character.isISOControl(c) || c == '.' && i == 0;
            safe.append(bad ? '_' : c);
        }
        return safe.isEmpty() ? "_" : safe.toString();
    }
}
