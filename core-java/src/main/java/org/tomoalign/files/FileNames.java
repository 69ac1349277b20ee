package org.tomoalign.files;

import java.util.Locale;

/** File names made from names in STAR files. */
public final class FileNames {
    private FileNames() {
    }

    /**
     * Returns a name that can stand in a path: slashes, backslashes, colons and control characters become underscores,
     * and so does a leading dot (which would hide the file, or leave the folder). A name that is changed by that ends
     * with a number made from it, so that {@code a/b} and {@code a_b} do not share a file.
     */
    public static String safe(String name) {
        StringBuilder safe = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean bad = c == '/' || c == '\\' || c == ':' || Character.isISOControl(c) || c == '.' && i == 0;
            safe.append(bad ? '_' : c);
        }
        boolean changed = !name.contentEquals(safe) || name.isEmpty();
        return changed ? String.format(Locale.ROOT, "%s_%08x", safe, name.hashCode()) : name;
    }
}
