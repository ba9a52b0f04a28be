using System.Collections.Concurrent;
using Huset.ServiceDefaults.Http;

namespace Huset.Analytics.Features.Looking;

/// <summary>
/// What the codes of others' lists are called, asked of their owner with the reader's own token and remembered for a while: the texts are the municipality's, and the same
/// for all who may read them. While the owner is away a code is shown as it is.
/// </summary>
public sealed class CodeNames(Neighbours neighbours, TimeProvider clock)
{
    public const string CauseAreas = "cause-areas", Categories = "categories";
    private const int Most = 100;
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, (DateTimeOffset Until, IReadOnlyDictionary<string, string> Names)> known = new();

    private sealed record Coded(string Code, string Name);

    /// <summary>The names of Deviations' list, in its order.</summary>
    public async Task<IReadOnlyDictionary<string, string>> Of(string list, string? bearer, CancellationToken ct)
    {
        if (known.TryGetValue(list, out var before) && before.Until > clock.GetUtcNow()) return before.Names;
        var names = new Dictionary<string, string>();
        for (var page = 1; ; page++)
        {
            if (await neighbours.Get<ListOf<Coded>>("deviations", $"/code-lists/{list}?limit={Most}&page={page}", bearer, ct) is not { Items: { } codes } part) return before.Names ?? names;
            foreach (var code in codes) names.TryAdd(code.Code, code.Name);
            if (part.Next is null) break;
        }
        known[list] = (clock.GetUtcNow() + Remembered, names);
        return names;
    }
}
