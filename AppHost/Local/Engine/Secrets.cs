using System.Security.Cryptography;
using System.Text.Json;

namespace Huset.AppHost.Local;

/// <summary>Passwords of this installation: made when first asked for, kept, since the databases and the broker remember them too.</summary>
internal sealed class Secrets(string folder)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private readonly Dictionary<string, string> values = Load(PathIn(folder));
    private readonly Lock writing = new();
    private bool isKept;

    public string this[string name]
    {
        get
        {
            lock (writing)
            {
                if (!values.TryGetValue(name, out var value))
                {
                    values[name] = value = Generate();
                    if (isKept)
                    {
                        Keep();
                    }
                }

                return value;
            }
        }
    }

    public static string Generate() => RandomNumberGenerator.GetString("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789", 32);

    /// <summary>From now on every new secret is written before anyone gets to use it.</summary>
    public void Keep()
    {
        lock (writing)
        {
            isKept = true;
            PrivateFolder.WriteSecret(PathIn(folder), JsonSerializer.Serialize(values, Indented));
        }
    }

    private static Dictionary<string, string> Load(string path) =>
        File.Exists(path) ? JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(path))! : [];

    private static string PathIn(string folder) => Path.Combine(folder, "secrets.json");
}
