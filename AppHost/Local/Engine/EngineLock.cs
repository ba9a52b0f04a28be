namespace Huset.AppHost.Local;

/// <summary>One engine per data folder; the kernel gives the lock back however the engine ends.</summary>
internal sealed class EngineLock : IDisposable
{
    private readonly FileStream file;

    private EngineLock(FileStream file) => this.file = file;

    public static EngineLock? Take(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "run"));
        try
        {
            return new EngineLock(new FileStream(Path.Combine(folder, "run", "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            return null;
        }
    }

    public void Dispose() => file.Dispose();
}
