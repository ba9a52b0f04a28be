namespace Huset.AppHost.Local;

/// <summary>Folders that others may pass through (PostgreSQL runs as another user than root) but not look into; files in them are the owner's.</summary>
public static class PrivateFolder
{
    private const UnixFileMode Passable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private const UnixFileMode Secret = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static string Create(string path)
    {
        Directory.CreateDirectory(path, Passable);
        return Path.GetFullPath(path);
    }

    public static string CreateTemporary(string prefix)
    {
        var path = Directory.CreateTempSubdirectory(prefix + "-").FullName;
        File.SetUnixFileMode(path, Passable);
        return path;
    }

    public static void Delete(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }

    /// <summary>Writes a file that nobody else can read and that is never seen half written.</summary>
    public static void WriteSecret(string path, string text)
    {
        var next = path + ".next";
        File.Delete(next);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = Secret };
        using (var writer = new StreamWriter(next, options))
        {
            writer.Write(text);
        }

        File.Move(next, path, overwrite: true);
    }
}
