using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.Extensions.DependencyInjection;

namespace Huset.Ui;

/// <summary>Pages that are drawn on the server and work without scripts.</summary>
public static class HusetPages
{
    /// <summary>What pages need; å, ä and ö are sent as they are.</summary>
    public static IServiceCollection AddHusetPages(this IServiceCollection services)
    {
        services.AddRazorComponents();
        return services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
    }
}
