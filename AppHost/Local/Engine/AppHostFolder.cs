namespace Huset.AppHost.Local;

/// <summary>
/// Published, the parts lie beside each other: X/AppHost, X/identity, X/Huset.Deviations. In the repository the AppHost's own folder has the same neighbours.
/// </summary>
internal static class AppHostFolder
{
    public static bool IsPublished { get; } = Directory.Exists(System.IO.Path.Combine(AppContext.BaseDirectory, "..", "identity"));

    public static string Path { get; } = IsPublished ? AppContext.BaseDirectory : InRepository();

    /// <summary>The service's own published folder, or where the build put it.</summary>
    public static string Assembly(IProjectMetadata project)
    {
        var name = System.IO.Path.GetFileNameWithoutExtension(project.TargetPath);
        return IsPublished ? System.IO.Path.GetFullPath(System.IO.Path.Combine(AppContext.BaseDirectory, "..", name, name + ".dll")) : project.TargetPath;
    }

    private static string InRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(System.IO.Path.Combine(folder.FullName, "identity", "realms")))
            {
                return System.IO.Path.Combine(folder.FullName, "AppHost");
            }
        }

        return AppContext.BaseDirectory;
    }
}
