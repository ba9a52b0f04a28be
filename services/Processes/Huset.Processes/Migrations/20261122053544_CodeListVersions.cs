using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Huset.Processes.Migrations
{
    /// <inheritdoc />
    public partial class CodeListVersions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "version",
                table: "code_list_items",
                type: "integer",
                nullable: false,
                defaultValue: 1);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "version",
                table: "code_list_items");
        }
    }
}
