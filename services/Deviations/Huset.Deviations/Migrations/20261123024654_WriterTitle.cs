using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Huset.Deviations.Migrations
{
    /// <inheritdoc />
    public partial class WriterTitle : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "by_title",
                table: "lex_sarah_parts",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "by_title",
                table: "lex_sarah_decisions",
                type: "text",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "by_title",
                table: "lex_sarah_parts");

            migrationBuilder.DropColumn(
                name: "by_title",
                table: "lex_sarah_decisions");
        }
    }
}
