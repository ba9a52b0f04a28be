using Huset.Analytics.Features.Patterns;

namespace Huset.Analytics.Features.Signals;

/// <summary>The slices of what is found and someone is asked about, signals and patterns, for Program.cs.</summary>
public static class SignalRoutes
{
    public static void AddSignals(this IServiceCollection services) => services
        .AddScoped<ListSignals.Handler>()
        .AddScoped<AnswerSignal.Handler>()
        .AddSingleton<FindSignals>()
        .AddHostedService(provider => provider.GetRequiredService<FindSignals>())
        .AddSingleton<PatternCases>()
        .AddScoped<ListPatterns.Handler>()
        .AddScoped<DecidePattern.Handler>()
        .AddSingleton<FindPatterns>()
        .AddHostedService(provider => provider.GetRequiredService<FindPatterns>());

    public static void MapSignals(this RouteGroupBuilder analytics)
    {
        var signals = analytics.MapGroup("/signals").WithTags("signals");
        ListSignals.Map(signals);
        AnswerSignal.Map(signals);
        var patterns = analytics.MapGroup("/patterns").WithTags("patterns");
        ListPatterns.Map(patterns);
        DecidePattern.Map(patterns);
    }
}
