centroid in vec3 shaded;

out vec4 colour;

void main() {
    colour = vec4(shaded, 1);
}
